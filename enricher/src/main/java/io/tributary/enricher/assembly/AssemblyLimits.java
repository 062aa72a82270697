package io.tributary.enricher.assembly;

import java.time.Duration;
import java.util.Objects;

/**
 * How large messages may grow and how long state is kept.
 *
 * @param messageMaxBytes largest joined message, bytes; 1 or more
 * @param renderedMaxBytes largest size of a message as JSON text, its Docker attributes included: what an output record may have, less what its other
 *     fields need; 1 or more
 * @param oversize what becomes of larger messages
 * @param joinPartials whether fragments are joined; if not, each is an event
 * @param partialMaxAge open messages are closed when nothing was heard of their container for so long (protocol 30)
 * @param rawRetention how long the raw topic keeps records: the state of a file that is gone is kept for as long (protocol 7)
 * @param fileMaxAge how long the state of any other file is kept after the last that was heard of it (protocol 7)
 */
public record AssemblyLimits(
        int messageMaxBytes,
        int renderedMaxBytes,
        Oversize oversize,
        boolean joinPartials,
        Duration partialMaxAge,
        Duration rawRetention,
        Duration fileMaxAge) {

    /** Checks the numbers. */
    public AssemblyLimits {
        if (messageMaxBytes < 1 || renderedMaxBytes < 1) {
            throw new IllegalArgumentException("messages are limited to " + messageMaxBytes + " bytes and, as JSON, "
                    + renderedMaxBytes + ": use 1 or more for both");
        }
        Objects.requireNonNull(oversize, "oversize is null");
        Objects.requireNonNull(partialMaxAge, "partialMaxAge is null");
        Objects.requireNonNull(rawRetention, "rawRetention is null");
        Objects.requireNonNull(fileMaxAge, "fileMaxAge is null");
    }

    /** The given sizes, splitting what is larger and joining fragments, with the design's times: 24 hours, 3 days, 30 days. */
    public static AssemblyLimits of(int messageMaxBytes, int renderedMaxBytes) {
        return new AssemblyLimits(
                messageMaxBytes,
                renderedMaxBytes,
                Oversize.SPLIT,
                true,
                Duration.ofHours(24),
                Duration.ofDays(3),
                Duration.ofDays(30));
    }

    /** The same with another answer to messages that are too large. */
    public AssemblyLimits with(Oversize other) {
        return new AssemblyLimits(
                messageMaxBytes, renderedMaxBytes, other, joinPartials, partialMaxAge, rawRetention, fileMaxAge);
    }

    /** The same with each fragment an event of its own. */
    public AssemblyLimits withoutJoining() {
        return new AssemblyLimits(
                messageMaxBytes, renderedMaxBytes, oversize, false, partialMaxAge, rawRetention, fileMaxAge);
    }
}
