package io.tributary.collector.podlog;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.collector.tail.FileOpener;
import io.tributary.collector.tail.FoundFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Somebody who may write to the log folders swaps a file, or a folder above it, for a link to a foreign one while it is opened. */
@Timeout(120)
class SwapRaceTest {

    private static final int SWAPS = Integer.getInteger("swaps", 10_000);

    @TempDir
    private Path temp;

    private LogFolders folders;
    private List<Swap> swaps;
    private FoundFile found;

    @BeforeEach
    void setUp() throws IOException {
        temp = temp.toRealPath();
        folders = new LogFolders(temp);
        found = LogFolders.found(folders.log);
        Path foreignPod = folders.foreign.getParent();
        swaps = List.of(
                new Swap(folders.log, folders.foreign.resolve("0.log")),
                new Swap(folders.app, folders.foreign),
                new Swap(folders.pod, foreignPod));
        for (Swap swap : swaps) {
            swap.plant();
        }
    }

    /** A path, and what a link in its place would lead to. */
    private record Swap(Path path, Path foreign) {

        void plant() throws IOException {
            Files.createSymbolicLink(beside("planted"), foreign);
        }

        private Path beside(String suffix) {
            return path.resolveSibling(path.getFileName() + "." + suffix);
        }

        void there() throws IOException {
            Files.move(path, beside("kept"), StandardCopyOption.ATOMIC_MOVE);
            Files.move(beside("planted"), path, StandardCopyOption.ATOMIC_MOVE);
        }

        void back() throws IOException {
            Files.move(path, beside("planted"), StandardCopyOption.ATOMIC_MOVE);
            Files.move(beside("kept"), path, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    @Test
    void shouldNeverReadAForeignByteWhenFilesAndFoldersAreSwappedForLinks() throws Exception {
        Tally tally = race(new PodLogOpener(folders.roots, false));

        assertThat(tally.foreign()).as("foreign files read").isZero();
        assertThat(tally.own()).as("openings between two swaps").isPositive();
        assertThat(tally.refused()).as("openings during a swap").isPositive();
    }

    /**
     * Proof that such an opener is wrong, with the swap exactly where it hurts. Left to chance, the race above finds it as well: 19 times
     * in 10,000 swaps on two cores.
     */
    @Test
    void shouldCatchAnOpenerThatChecksAndThenOpensByPath() throws Exception {
        for (Swap swap : swaps.subList(1, swaps.size())) {
            FileOpener mutant = file -> openByPath(file, swap);

            try (FileChannel channel = mutant.open(found)) {
                assertThat(LogFolders.content(channel)).isEqualTo(LogFolders.FOREIGN);
            }
            swap.back();
        }
    }

    private FileChannel openByPath(FoundFile file, Swap between) throws IOException {
        Path real = file.path().toRealPath();
        assertThat(folders.roots.place(real)).isNotNull();
        assertThat(Files.isRegularFile(real, LinkOption.NOFOLLOW_LINKS)).isTrue();
        assertThat(LogFolders.found(real).fileKey()).isEqualTo(file.fileKey());
        between.there();
        return FileChannel.open(real, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    }

    /** What the openings gave. */
    private record Tally(int own, int foreign, int refused) {}

    private Tally race(FileOpener opener) throws Exception {
        AtomicBoolean swapping = new AtomicBoolean(true);
        AtomicInteger done = new AtomicInteger();
        Thread attacker = new Thread(() -> swapOver(done, swapping), "attacker");
        attacker.start();
        int own = 0;
        int foreign = 0;
        int refused = 0;
        while (swapping.get()) {
            try (FileChannel channel = opener.open(found)) {
                if (LogFolders.content(channel).equals(LogFolders.OWN)) {
                    own++;
                } else {
                    foreign++;
                }
            } catch (IOException e) {
                refused++;
            }
        }
        attacker.join();
        assertThat(done).as("swaps").hasValue(SWAPS);
        return new Tally(own, foreign, refused);
    }

    private void swapOver(AtomicInteger done, AtomicBoolean swapping) {
        try {
            while (done.get() < SWAPS) {
                Swap swap = swaps.get(done.get() % swaps.size());
                swap.there();
                swap.back();
                done.incrementAndGet();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            swapping.set(false);
        }
    }
}
