package io.tributary.enricher.topology;

/** A raw record that can only go to the dead-letter topic. */
final class UnusableRecordException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String reason;

    UnusableRecordException(String reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** One of {@link DeadLetters}' reasons. */
    String reason() {
        return reason;
    }
}
