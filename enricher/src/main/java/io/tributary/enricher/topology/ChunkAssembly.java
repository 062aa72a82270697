package io.tributary.enricher.topology;

import io.tributary.enricher.assembly.Assembled;
import io.tributary.enricher.assembly.Assembler;
import io.tributary.enricher.assembly.StateReader;
import io.tributary.schemas.record.LogChunk;

/** The pure step in the middle: a raw record and the state give changes and events. Shared by all threads, so without state of its own. */
public interface ChunkAssembly {

    /**
     * What a raw record comes to.
     *
     * @param timeMillis wall clock, milliseconds since 1970
     */
    Assembled assemble(LogChunk chunk, long timeMillis, StateReader state);

    /** What a raw record comes to that goes to the dead-letter topic: its range is a gap, and an event says so. */
    Assembled passOver(LogChunk chunk, long timeMillis, StateReader state);

    /** What has become of an entry of the state with time; {@code null} when nothing has, as for most. */
    Assembled expire(String key, byte[] value, long timeMillis, StateReader state);

    /** What the enricher does with chunks. */
    static ChunkAssembly of(Assembler assembler) {
        return new ChunkAssembly() {
            @Override
            public Assembled assemble(LogChunk chunk, long timeMillis, StateReader state) {
                return assembler.assemble(chunk, timeMillis, state);
            }

            @Override
            public Assembled passOver(LogChunk chunk, long timeMillis, StateReader state) {
                return assembler.passOver(chunk, timeMillis, state);
            }

            @Override
            public Assembled expire(String key, byte[] value, long timeMillis, StateReader state) {
                return assembler.expire(key, value, timeMillis, state);
            }
        };
    }
}
