package io.tributary.collector.checkpoint;

import io.tributary.collector.chunk.FileId;
import io.tributary.collector.chunk.FileKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The checkpoint's form: lines of tab-separated fields that people can read, the version first, a checksum over all of it last.
 * Control characters, tabs and percent signs in names are written as {@code %} and four hexadecimal digits.
 */
final class CheckpointText {

    private static final String HEADER = "tributary-checkpoint ";
    private static final int VERSION = 1;
    private static final String FOOTER = "crc32c ";
    private static final int FOOTER_LENGTH = FOOTER.length() + 8 + 1;
    private static final int FIELDS = 12;
    private static final HexFormat HEX = HexFormat.of();

    private CheckpointText() {}

    static byte[] write(List<SavedFile> files) {
        StringBuilder text = new StringBuilder(64 + files.size() * 256);
        text.append(HEADER).append(VERSION).append('\n');
        for (SavedFile file : files) {
            append(text, file);
        }
        byte[] body = text.toString().getBytes(StandardCharsets.UTF_8);
        text.append(FOOTER).append(checksum(body, body.length)).append('\n');
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws TornException if anything is missing or different
     * @throws NewerException if a newer release wrote it
     */
    static List<SavedFile> read(byte[] bytes) throws TornException, NewerException {
        int body = bytes.length - FOOTER_LENGTH;
        if (body <= 0) {
            throw new TornException("it has only " + bytes.length + " bytes");
        }
        String footer = new String(bytes, body, FOOTER_LENGTH, StandardCharsets.UTF_8);
        if (!footer.equals(FOOTER + checksum(bytes, body) + '\n')) {
            throw new TornException("its checksum does not fit");
        }
        String[] lines = new String(bytes, 0, body, StandardCharsets.UTF_8).split("\n", -1);
        if (!lines[0].equals(HEADER + VERSION)) {
            throw new NewerException(lines[0]);
        }
        List<SavedFile> files = new ArrayList<>(lines.length);
        for (int i = 1; i < lines.length - 1; i++) {
            files.add(parse(lines[i]));
        }
        return files;
    }

    private static void append(StringBuilder text, SavedFile file) {
        text.append(file.file().id()).append('\t');
        text.append(file.file().generation()).append('\t');
        text.append(file.offset()).append('\t');
        text.append(HEX.formatHex(file.before())).append('\t');
        text.append(file.idLength()).append('\t');
        text.append(file.finished() ? "finished" : "open").append('\t');
        text.append(file.seen()).append('\t');
        text.append(file.gone()).append('\t');
        escape(text, file.podDirectory()).append('\t');
        escape(text, file.container()).append('\t');
        text.append(file.restart()).append('\t');
        escape(text, file.path()).append('\n');
    }

    private static SavedFile parse(String line) throws TornException {
        String[] field = line.split("\t", -1);
        if (field.length != FIELDS) {
            throw new TornException("a line has " + field.length + " fields, expected " + FIELDS);
        }
        try {
            return new SavedFile(
                    new FileKey(FileId.parse(field[0]), Integer.parseInt(field[1])),
                    unescape(field[8]),
                    unescape(field[9]),
                    Integer.parseInt(field[10]),
                    unescape(field[11]),
                    Long.parseLong(field[2]),
                    HEX.parseHex(field[3]),
                    Integer.parseInt(field[4]),
                    field[5].equals("finished"),
                    Long.parseLong(field[6]),
                    Long.parseLong(field[7]));
        } catch (IllegalArgumentException e) {
            throw new TornException("a line cannot be read: " + e.getMessage());
        }
    }

    private static StringBuilder escape(StringBuilder text, String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            // a lone surrogate is what a name that is not UTF-8 may hold; UTF-8 could not carry it
            if (c < ' ' || c == '%' || c == 0x7F || Character.isSurrogate(c)) {
                text.append('%').append(HEX.toHexDigits(c));
            } else {
                text.append(c);
            }
        }
        return text;
    }

    private static String unescape(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        StringBuilder name = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '%') {
                name.append((char) HexFormat.fromHexDigits(text, i + 1, i + 5));
                i += 4;
            } else {
                name.append(text.charAt(i));
            }
        }
        return name.toString();
    }

    private static String checksum(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return HEX.toHexDigits((int) crc.getValue());
    }

    /** It is not what was written. */
    static final class TornException extends Exception {
        private static final long serialVersionUID = 1L;

        TornException(String message) {
            super(message);
        }
    }

    /** It is whole, but its form is not known here. */
    static final class NewerException extends Exception {
        private static final long serialVersionUID = 1L;

        NewerException(String header) {
            super("it begins with '" + header + "', this release reads '" + HEADER + VERSION + "'");
        }
    }
}
