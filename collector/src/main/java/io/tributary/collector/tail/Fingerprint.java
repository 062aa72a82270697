package io.tributary.collector.tail;

import io.tributary.collector.chunk.FileId;
import io.tributary.collector.chunk.LogSource;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Computes a file's id from its content: the first 128 bits of a SHA-256 over fields that each bear their length. */
final class Fingerprint {

    private final MessageDigest digest;
    private final byte[] cluster;
    private final ByteBuffer number = ByteBuffer.allocate(Long.BYTES);

    Fingerprint(String cluster) {
        this.cluster = cluster.getBytes(StandardCharsets.UTF_8);
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256, which every Java must have", e);
        }
    }

    /**
     * The id of a file.
     *
     * @param skipped how many NUL and newline bytes stand before the first line
     * @param line holds the first line from its index 0, without its newline
     * @param length how much of the line counts
     */
    FileId of(LogSource source, long skipped, byte[] line, int length) {
        digest.reset();
        field(cluster, cluster.length);
        field(source.podDirectory());
        field(source.container());
        number(source.restart());
        number(skipped);
        field(line, length);
        return FileId.of(digest.digest());
    }

    private void field(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        field(bytes, bytes.length);
    }

    private void field(byte[] bytes, int length) {
        number(length);
        digest.update(bytes, 0, length);
    }

    private void number(long value) {
        digest.update(number.putLong(0, value).array());
    }
}
