package io.tributary.standalone.load;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** How a container runtime writes one message into its log file. */
public enum LogFormat {
    /** containerd's and CRI-O's text. */
    CRI {
        @Override
        public byte[] line(Instant time, String stream, String message) {
            return bytes(TIME.format(time) + ' ' + stream + " F " + message + '\n');
        }
    },
    /** Docker's json-file driver. */
    DOCKER_JSON {
        @Override
        public byte[] line(Instant time, String stream, String message) {
            String escaped = new String(JsonStringEncoder.getInstance().quoteAsString(message));
            return bytes("{\"log\":\"" + escaped + "\\n\",\"stream\":\"" + stream + "\",\"time\":\"" + TIME.format(time)
                    + "\"}\n");
        }
    };

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'").withZone(ZoneOffset.UTC);

    /**
     * The record of a whole message.
     *
     * @param stream {@code stdout} or {@code stderr}
     * @param message without line ends
     */
    public abstract byte[] line(Instant time, String stream, String message);

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
