package io.tributary.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.schemas.record.LogChunk;
import io.tributary.schemas.record.PodMetadata;
import io.tributary.schemas.record.WatcherHeartbeat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaParser;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.message.SchemaStore;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SchemaEvolutionTest {

    /** A record as this code writes it. */
    record Written(Schema newest, SpecificRecord example) {

        List<Schema> history() {
            return SchemaHistory.of(newest.getName());
        }

        @Override
        public String toString() {
            return newest.getName();
        }
    }

    static Stream<Written> records() {
        return Stream.concat(
                Records.chunks().map(chunk -> new Written(LogChunk.getClassSchema(), chunk)),
                Stream.of(
                        new Written(PodMetadata.getClassSchema(), Records.pod()),
                        new Written(WatcherHeartbeat.getClassSchema(), Records.heartbeat())));
    }

    @ParameterizedTest
    @MethodSource("records")
    void shouldPublishWhatTheCodeWritesWhenSchemaChanges(Written record) {
        // When
        Schema lastPublished = record.history().get(record.history().size() - 1);

        // Then
        assertThat(lastPublished)
                .as(
                        "a changed schema is a new file history/%s-%d.avsc; published ones are never edited",
                        record, record.history().size() + 1)
                .isEqualTo(withoutStringTypes(record.newest()));
    }

    @ParameterizedTest
    @MethodSource("records")
    void shouldReadEveryPublishedVersionAndBackWhenVersionsDiffer(Written record) {
        for (Schema published : record.history()) {
            // When / Then
            assertThat(compatibility(record.newest(), published)).isEqualTo(SchemaCompatibilityType.COMPATIBLE);
            assertThat(compatibility(published, record.newest())).isEqualTo(SchemaCompatibilityType.COMPATIBLE);
        }
    }

    @ParameterizedTest
    @MethodSource("records")
    void shouldKeepAllFieldsWhenAnOlderVersionGoesThroughTheNewest(Written record) throws IOException {
        for (Schema published : record.history()) {
            // Given
            GenericRecord old = decode(published, record.newest(), encode(record.newest(), record.example()));

            // When
            GenericRecord read = decode(record.newest(), published, encode(published, old));

            // Then
            assertThat(decode(published, record.newest(), encode(record.newest(), read)))
                    .isEqualTo(old);
        }
    }

    @ParameterizedTest
    @MethodSource("records")
    void shouldReadBothWaysWhenANextVersionAddsADefaultedField(Written record) throws IOException {
        // Given
        Schema next =
                withField(record.newest(), "{\"name\": \"zone\", \"type\": \"string\", \"default\": \"unknown\"}");
        GenericRecord newer = decode(next, record.newest(), encode(record.newest(), record.example()));
        assertThat(newer.get("zone")).as("a newer centre reads this collector").hasToString("unknown");
        newer.put("zone", "b");

        // When
        GenericRecord read = decode(record.newest(), next, encode(next, newer));

        // Then
        assertThat(encode(record.newest(), read))
                .as("this centre reads a newer collector")
                .isEqualTo(encode(record.newest(), record.example()));
    }

    @ParameterizedTest
    @MethodSource("records")
    void shouldNoticeWhenANextVersionAddsAFieldWithoutDefault(Written record) {
        // Given
        Schema next = withField(record.newest(), "{\"name\": \"zone\", \"type\": \"string\"}");

        // When
        SchemaCompatibilityType found = compatibility(next, record.newest());

        // Then
        assertThat(found).isEqualTo(SchemaCompatibilityType.INCOMPATIBLE);
    }

    private static SchemaCompatibilityType compatibility(Schema reader, Schema writer) {
        return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                .getType();
    }

    private static byte[] encode(Schema schema, Object record) throws IOException {
        GenericData model = record instanceof SpecificRecord ? new RecordModel() : new GenericData();
        ByteBuffer encoded = new BinaryMessageEncoder<>(model, schema, true).encode(record);
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        return bytes;
    }

    private static GenericRecord decode(Schema reader, Schema writer, byte[] bytes) throws IOException {
        SchemaStore.Cache known = new SchemaStore.Cache();
        known.addSchema(writer);
        return new BinaryMessageDecoder<GenericRecord>(new GenericData(), reader, known).decode(bytes, null);
    }

    /** The generated schema says avro.java.string on every text, which concerns Java only and is not published. */
    private static Schema withoutStringTypes(Schema generated) {
        return parse(generated
                .toString()
                .replace("{\"type\":\"string\",\"avro.java.string\":\"String\"}", "\"string\"")
                .replace(",\"avro.java.string\":\"String\"", ""));
    }

    private static Schema withField(Schema schema, String field) {
        String text = schema.toString();
        int fields = text.indexOf("\"fields\":[") + "\"fields\":[".length();
        return parse(text.substring(0, fields) + field + "," + text.substring(fields));
    }

    private static Schema parse(String text) {
        return new SchemaParser().parse(text).mainSchema();
    }
}
