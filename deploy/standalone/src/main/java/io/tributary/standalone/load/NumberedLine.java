package io.tributary.standalone.load;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * A log message that can be told from every other and shows whether it was damaged:
 * {@code load <series> <sequence> <micros> <filler> <checksum>}.
 *
 * @param series who wrote it, such as a container's stream; no blanks
 * @param sequence number within the series, from 0, without holes
 * @param writtenMicros when it was written, in microseconds since 1970
 */
public record NumberedLine(String series, long sequence, long writtenMicros) {

    private static final String MARK = "load ";
    private static final int CHECKSUM_DIGITS = 8;
    private static final String FILLER =
            "GET /w/index.php?title=Special:Search&profile=default HTTP/1.1 200 upstream_ms=42 bytes=18233 ";

    /** Refuses a series that could not be read back. */
    public NumberedLine {
        Objects.requireNonNull(series, "series is null");
        if (series.isEmpty() || series.indexOf(' ') >= 0) {
            throw new IllegalArgumentException("series is '" + series + "': use one or more characters without blanks");
        }
    }

    /**
     * The message.
     *
     * @param length wished length in characters; longer if the numbers need it
     */
    public String text(int length) {
        StringBuilder text =
                new StringBuilder(Math.max(length, 64)).append(MARK).append(series);
        text.append(' ').append(sequence).append(' ').append(writtenMicros).append(' ');
        int filler = length - text.length() - CHECKSUM_DIGITS - 1;
        for (int i = 0; i < filler; i++) {
            text.append(FILLER.charAt((int) ((sequence + i) % FILLER.length())));
        }
        text.append(' ');
        return text.append(checksum(text)).toString();
    }

    /**
     * Reads a message back.
     *
     * @return empty if it is no numbered line or if a character of it was changed, lost or added
     */
    public static Optional<NumberedLine> parse(String text) {
        int end = text.length() - CHECKSUM_DIGITS;
        if (end <= 0
                || !text.startsWith(MARK)
                || !checksum(text.substring(0, end)).equals(text.substring(end))) {
            return Optional.empty();
        }
        String[] parts = text.substring(MARK.length(), end).split(" ", 4);
        return parts.length < 4
                ? Optional.empty()
                : Optional.of(new NumberedLine(parts[0], Long.parseLong(parts[1]), Long.parseLong(parts[2])));
    }

    private static String checksum(CharSequence text) {
        CRC32 crc = new CRC32();
        crc.update(text.toString().getBytes(StandardCharsets.UTF_8));
        String digits = Long.toHexString(crc.getValue());
        return "0".repeat(CHECKSUM_DIGITS - digits.length()) + digits;
    }
}
