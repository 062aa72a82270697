package io.tributary.standalone.load;

import java.time.Duration;
import java.util.Objects;

/**
 * How much load is written and how it is rotated.
 *
 * @param linesPerSecond of all containers together, 1 to 1,000,000
 * @param lineLength characters of a message, 100 to 10,000
 * @param rotateBytes a file is rotated at the next look once it is this long
 * @param rotateEvery time between two looks, as the kubelet's {@code containerLogMonitorInterval}
 */
public record LoadSettings(int linesPerSecond, int lineLength, long rotateBytes, Duration rotateEvery) {

    private static final int MAX_RATE = 1_000_000;

    /** Refuses what the writer could not do. */
    public LoadSettings {
        Objects.requireNonNull(rotateEvery, "rotateEvery is null");
        if (linesPerSecond < 1 || linesPerSecond > MAX_RATE) {
            throw new IllegalArgumentException("rate is " + linesPerSecond + " lines/s: use 1 to " + MAX_RATE);
        }
        if (lineLength < 100 || lineLength > 10_000) {
            throw new IllegalArgumentException("line length is " + lineLength + ": use 100 to 10000 characters");
        }
    }

    /** Lines of 150 characters; files of a quarter of a mebibyte, looked at every ten seconds as the kubelet does. */
    public static LoadSettings atRate(int linesPerSecond) {
        return new LoadSettings(linesPerSecond, 150, 256 << 10, Duration.ofSeconds(10));
    }
}
