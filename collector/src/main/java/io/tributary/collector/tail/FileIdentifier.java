package io.tributary.collector.tail;

import io.tributary.collector.chunk.FileId;
import java.io.IOException;

/** Tells for people which content a file holds, by its first line as the reading thread would. */
public final class FileIdentifier {

    private final FirstLineReader reader;
    private final FileOpener opener;
    private final long inflatedMaxBytes;

    /**
     * Reads nothing yet.
     *
     * @param cluster goes into every file id
     * @param starts what is known of unfinished first lines
     * @param opener as the reading thread uses it
     */
    public FileIdentifier(String cluster, StartPositions starts, FileOpener opener) {
        this.opener = opener;
        this.inflatedMaxBytes = TailConfig.of(cluster).inflatedMaxBytes();
        this.reader = new FirstLineReader(cluster, starts, new byte[TailConfig.MAX_BYTES + 1]);
    }

    /**
     * What a file holds.
     *
     * @param id {@code null} if its first line is not complete
     * @param size bytes of the uncompressed file; -1 for a compressed one
     */
    public record Content(FileId id, long size) {}

    /**
     * Looks into the file.
     *
     * @throws IOException if it cannot be read, or another one bears its name by now
     */
    public Content identify(FoundFile found) throws IOException {
        try (FileBytes bytes = FileBytes.of(found, opener.open(found), inflatedMaxBytes)) {
            FirstLine line = reader.read(found.source(), bytes, reader.skipBlank(bytes, 0), false);
            long size = bytes.size();
            return new Content(line == null ? null : line.id(), size == Long.MAX_VALUE ? -1 : size);
        }
    }
}
