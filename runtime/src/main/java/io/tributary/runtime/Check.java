package io.tributary.runtime;

import java.util.Objects;

/** The answer to "does it work now?". */
public sealed interface Check {

    /** It works. */
    record Ok() implements Check {}

    /**
     * It does not.
     *
     * @param what what does not work, with the value or address concerned
     * @param remedy what to do about it
     */
    record Failed(String what, String remedy) implements Check {

        /** Refuses an answer without words. */
        public Failed {
            Objects.requireNonNull(what, "what is null");
            Objects.requireNonNull(remedy, "remedy is null");
        }
    }

    /** The one good answer. */
    static Check ok() {
        return new Ok();
    }

    /** A bad answer: what, and what to do. */
    static Check failed(String what, String remedy) {
        return new Failed(what, remedy);
    }

    /** Whether this is the good answer. */
    default boolean isOk() {
        return this instanceof Ok;
    }
}
