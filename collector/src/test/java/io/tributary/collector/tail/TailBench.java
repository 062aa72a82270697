package io.tributary.collector.tail;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.zip.GZIPOutputStream;

/** A real folder, a poller stepped by hand, a clock that only moves when told to, and a runtime's hand that writes and rotates. */
final class TailBench implements Closeable {

    /** A compressed file is read up to here. */
    static final int INFLATED_MAX_BYTES = 1 << 20;

    final Path root;
    final Path container;
    final ExpectingSink sink = new ExpectingSink();
    final FakePositions positions = new FakePositions();
    final FolderFinder finder;
    private final TailConfig config;
    private FileOpener opener = new PathOpener();
    private int mostOpen = 4_096;
    private Poller poller;
    private long now = 1;
    private int writes;
    private LongSupplier wallClock = () -> now / 1_000_000;

    TailBench(Path root) {
        this(root, 1024);
    }

    TailBench(Path root, int chunkMaxBytes) {
        this(root, chunkMaxBytes, Long.MAX_VALUE);
    }

    TailBench(Path root, int chunkMaxBytes, long deletedMaxBytes) {
        this.root = root;
        this.container = root.resolve("app");
        this.finder = new FolderFinder(root);
        this.config = new TailConfig(
                "test",
                chunkMaxBytes,
                Duration.ofMillis(20),
                Duration.ofSeconds(1),
                Duration.ofSeconds(10),
                deletedMaxBytes,
                INFLATED_MAX_BYTES);
        run(() -> Files.createDirectories(container));
        start();
    }

    /** An action of the runtime. */
    @FunctionalInterface
    interface Action {
        void run() throws IOException;
    }

    static void run(Action action) {
        try {
            action.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A collector starts (again), knowing only what is acknowledged. */
    void start() {
        positions.restart();
        poller = new Poller(
                config,
                finder,
                Reading.of(
                        config,
                        new OpenFiles(opener, mostOpen),
                        positions,
                        positions,
                        new Handover(sink, () -> wallClock.getAsLong())),
                DirectoryWatch.none(),
                () -> now);
    }

    /** From the next start on files are opened so. */
    void openWith(FileOpener other) {
        opener = other;
    }

    /** From the next start on so many files are held open at most. */
    void openAtMost(int files) {
        mostOpen = files;
    }

    /** The node's clock, which may jump. */
    void wallClock(LongSupplier clock) {
        wallClock = clock;
    }

    /** Looks often enough to notice everything: three seconds pass. */
    void poll() {
        pollFor(Duration.ofSeconds(3));
    }

    void pollFor(Duration time) {
        for (long end = now + time.toNanos();
                now < end;
                now += Duration.ofMillis(50).toNanos()) {
            poller.pollOnce(now);
        }
    }

    /** Time passes in which nobody looks. */
    void pass(Duration time) {
        now += time.toNanos();
    }

    /** One cycle only. */
    void pollOnce() {
        now += Duration.ofMillis(500).toNanos();
        poller.pollOnce(now);
    }

    /** The table of files, as another thread would get it. */
    List<FileStatus> files() {
        Future<List<FileStatus>> table = poller.files();
        pollOnce();
        try {
            return table.get(0, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("no answer after a round", e);
        }
    }

    /** Follows what bears this container's name no longer. */
    void leave(String name) {
        poller.change(
                config, () -> finder.hide(name), source -> source.container().equals(name));
        pollOnce();
    }

    long steps() {
        return poller.steps();
    }

    Path file(String name) {
        return container.resolve(name);
    }

    /** Appends lines as a runtime does, each with a time of its own. */
    List<String> append(String name, String... messages) {
        return List.of(messages).stream()
                .map(message -> {
                    String line = line(message);
                    write(name, line + "\n");
                    return line;
                })
                .toList();
    }

    /** A CRI line with the next time. */
    String line(String message) {
        int n = writes++;
        return String.format(
                "2024-01-01T%02d:%02d:%02d.%09dZ stdout F %s", n / 3600 % 24, n / 60 % 60, n % 60, n, message);
    }

    void write(String name, String text) {
        write(name, text.getBytes(StandardCharsets.UTF_8));
    }

    void write(String name, byte[] bytes) {
        run(() -> {
            Files.createDirectories(file(name).normalize().getParent());
            Files.write(file(name).normalize(), bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        });
    }

    void create(String name) {
        run(() -> Files.createFile(file(name)));
    }

    void rename(String from, String to) {
        run(() -> Files.move(file(from), file(to)));
    }

    /** As conmon: what is under the other name is unlinked by it. */
    void replace(String from, String to) {
        run(() -> Files.move(file(from), file(to), StandardCopyOption.REPLACE_EXISTING));
    }

    void copy(String from, String to) {
        run(() -> Files.copy(file(from), file(to)));
    }

    void delete(String name) {
        run(() -> Files.delete(file(name)));
    }

    void truncate(String name, long size) {
        run(() -> {
            try (FileChannel channel = FileChannel.open(file(name), StandardOpenOption.WRITE)) {
                channel.truncate(size);
            }
        });
    }

    /** As the kubelet: written beside it, renamed, original removed. */
    void compress(String name) {
        run(() -> {
            try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file(name + ".tmp")))) {
                Files.copy(file(name), out);
            }
            Files.move(file(name + ".tmp"), file(name + ".gz"));
            Files.delete(file(name));
        });
    }

    @Override
    public void close() {
        run(() -> poller.closeFiles());
    }
}
