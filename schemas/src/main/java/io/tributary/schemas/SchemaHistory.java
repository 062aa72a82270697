package io.tributary.schemas;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;
import org.apache.avro.SchemaParser;

/**
 * Every schema version that was ever published, oldest first, kept as {@code history/<Record>-<n>.avsc}.
 * A published version is never edited; a change is a new number.
 */
public final class SchemaHistory {

    private SchemaHistory() {}

    /**
     * The published versions of a record.
     *
     * @param record simple name of the record, such as {@code LogChunk}
     * @return version 1 first; the last one is what this code writes
     * @throws IllegalArgumentException if no version was ever published under that name
     */
    public static List<Schema> of(String record) {
        List<Schema> versions = new ArrayList<>();
        for (int number = 1; ; number++) {
            String resource = "history/" + record + "-" + number + ".avsc";
            try (InputStream in = SchemaHistory.class.getResourceAsStream(resource)) {
                if (in == null) {
                    break;
                }
                versions.add(new SchemaParser().parse(in).mainSchema());
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read the schema " + resource, e);
            } catch (SchemaParseException e) {
                throw new IllegalStateException("the schema " + resource + " is no Avro schema", e);
            }
        }
        if (versions.isEmpty()) {
            throw new IllegalArgumentException("no published schema of a record called '" + record + "'");
        }
        return List.copyOf(versions);
    }
}
