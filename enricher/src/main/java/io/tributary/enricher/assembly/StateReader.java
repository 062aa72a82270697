package io.tributary.enricher.assembly;

/** Looks up entries of the assembly state. */
@FunctionalInterface
public interface StateReader {

    /** The entry's value as it was last put, or {@code null}; not to be changed. */
    byte[] get(String key);
}
