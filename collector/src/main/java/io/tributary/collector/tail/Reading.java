package io.tributary.collector.tail;

/** What every file needs to be read; one buffer serves all of them in turn. */
record Reading(
        TailConfig config,
        OpenFiles openFiles,
        StartPositions starts,
        TailListener listener,
        Handover handover,
        FirstLineReader firstLines,
        ChunkReader chunks) {

    /** A container's files share so many chunks per turn, so that a busy one does not keep the others waiting. */
    private static final int CHUNKS_PER_TURN = 8;

    static Reading of(
            TailConfig config, OpenFiles openFiles, StartPositions starts, TailListener listener, Handover handover) {
        byte[] buffer = new byte[StartPosition.MAX_BEFORE + TailConfig.MAX_BYTES + 1];
        return new Reading(
                config,
                openFiles,
                starts,
                listener,
                handover,
                new FirstLineReader(config.cluster(), starts, buffer),
                new ChunkReader(config.chunkMaxBytes(), handover, buffer));
    }

    int bytesPerTurn() {
        return CHUNKS_PER_TURN * config.chunkMaxBytes();
    }

    long graceNanos() {
        return config.grace().toNanos();
    }
}
