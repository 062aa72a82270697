package io.tributary.collector.chunk;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * A file's identity, taken from its content: 128 bits of a hash over cluster, pod directory, container, restart and first line.
 * It survives rename, compression, reboot and a lost checkpoint; inode numbers are only a hint.
 */
public record FileId(long high, long low) {

    /** Size in bytes. */
    public static final int BYTES = 16;

    /**
     * The id held in the first 16 bytes.
     *
     * @throws IllegalArgumentException if there are fewer
     */
    public static FileId of(byte[] bytes) {
        if (bytes.length < BYTES) {
            throw new IllegalArgumentException("a file id has 16 bytes, not " + bytes.length);
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new FileId(buffer.getLong(), buffer.getLong());
    }

    /**
     * The id written as 32 hexadecimal digits.
     *
     * @throws IllegalArgumentException if the text is anything else
     */
    public static FileId parse(String hex) {
        if (hex.length() != 2 * BYTES) {
            throw new IllegalArgumentException("file id is '" + hex + "': expected 32 hexadecimal digits");
        }
        return of(HexFormat.of().parseHex(hex));
    }

    /** The 16 bytes, highest first. */
    public byte[] bytes() {
        return ByteBuffer.allocate(BYTES).putLong(high).putLong(low).array();
    }

    /** 32 lower-case hexadecimal digits. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes());
    }
}
