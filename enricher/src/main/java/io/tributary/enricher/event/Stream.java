package io.tributary.enricher.event;

/** Which of a container's two streams a line was written to. */
public enum Stream {
    /** Standard output. */
    STDOUT("stdout"),
    /** Standard error. */
    STDERR("stderr");

    private final String label;

    Stream(String label) {
        this.label = label;
    }

    /** The name that runtimes write. */
    public String label() {
        return label;
    }
}
