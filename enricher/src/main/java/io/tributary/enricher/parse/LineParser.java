package io.tributary.enricher.parse;

/** Reads one physical line as a container runtime wrote it. Keeps nothing between lines. */
public interface LineParser {

    /**
     * Takes a line apart.
     *
     * @param array holds the line; not changed, and referred to by the result
     * @param from first byte of the line
     * @param to behind its last byte, without the newline
     * @param into filled if the line could be read, else left in no particular state
     * @return whether the line is one of this format
     */
    boolean parse(byte[] array, int from, int to, ParsedLine into);
}
