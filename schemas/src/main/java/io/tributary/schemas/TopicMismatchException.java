package io.tributary.schemas;

import java.util.List;

/** An existing topic is not what its specification asks for. */
public final class TopicMismatchException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> differences;

    TopicMismatchException(List<String> differences) {
        super(String.join("; ", differences));
        this.differences = List.copyOf(differences);
    }

    /** One sentence per difference: topic, what is, what is expected, what to do. */
    public List<String> differences() {
        return differences;
    }
}
