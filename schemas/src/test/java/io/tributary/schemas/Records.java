package io.tributary.schemas;

import io.tributary.schemas.record.ChunkBytes;
import io.tributary.schemas.record.ChunkGap;
import io.tributary.schemas.record.ContainerFacts;
import io.tributary.schemas.record.ContainerLog;
import io.tributary.schemas.record.EndOfFile;
import io.tributary.schemas.record.FileId;
import io.tributary.schemas.record.LogChunk;
import io.tributary.schemas.record.NamespaceFacts;
import io.tributary.schemas.record.Owner;
import io.tributary.schemas.record.PodMetadata;
import io.tributary.schemas.record.StillHere;
import io.tributary.schemas.record.WatcherHeartbeat;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** One record of each kind, with every field set. */
final class Records {

    private Records() {}

    static Stream<LogChunk> chunks() {
        ByteBuffer data = ByteBuffer.wrap("2026-11-22T10:00:00Z stdout F hé\n".getBytes(StandardCharsets.UTF_8));
        return Stream.of(
                        new ChunkBytes(true, data),
                        new ChunkGap(900L, 100L, GapCause.ROTATED.label()),
                        new ChunkGap(null, 1L, GapCause.WENT_BACK.label()),
                        new EndOfFile(800L, true, true),
                        new EndOfFile(null, false, false),
                        new StillHere())
                .map(Records::chunk);
    }

    static LogChunk chunk(Object payload) {
        FileId id = new FileId(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, -1});
        ContainerLog source = new ContainerLog(
                "default_web-0_f00d",
                "app",
                3,
                "0123abcd",
                "/var/log/containers/web-0_default_app-0123abcd.log",
                "/var/log/pods/default_web-0_f00d/app/3.log",
                id,
                1);
        return new LogChunk("staging", "node-1", source, 800L, Instant.ofEpochMilli(1_795_341_600_123L), payload);
    }

    static PodMetadata pod() {
        return new PodMetadata(
                "staging",
                "default_web-0_f00d",
                "f00d",
                "web-0",
                "default",
                "17",
                "2026-11-22T09:00:00Z",
                Map.of("app.kubernetes.io/name", "web"),
                Map.of("kept", "yes"),
                "node-1",
                Map.of("topology.kubernetes.io/zone", "b"),
                List.of("10.0.0.7"),
                "Running",
                List.of(new Owner("StatefulSet", "web", "beef"), new Owner("App", "web", null)),
                List.of(new ContainerFacts("app", "container", "web:1", "sha256:1", "containerd://0123abcd", 3)),
                new NamespaceFacts("cafe", "2026-01-01T00:00:00Z", Map.of("team", "x"), Map.of()),
                "https://kubernetes.default.svc",
                Instant.ofEpochMilli(1_795_341_600_456L),
                List.of("owners"));
    }

    static WatcherHeartbeat heartbeat() {
        return new WatcherHeartbeat(
                "staging",
                "5ca1ab1e",
                "watcher-0",
                Instant.ofEpochMilli(1_795_341_600_123L),
                Instant.ofEpochMilli(1_795_341_600_100L),
                true,
                true,
                10_000L);
    }
}
