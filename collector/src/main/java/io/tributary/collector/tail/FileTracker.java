package io.tributary.collector.tail;

import io.tributary.collector.chunk.LogSource;
import io.tributary.collector.tail.TailListener.Backlog;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** All files that are followed: tells what a listing shows from what is known, by open file first, then by name, then by content. */
final class FileTracker {

    private final Reading reading;
    private final Attempts attempts;
    private final StatusTable statuses;
    private final Arrears arrears = new Arrears();
    private final SignsOfLife signs;
    private final PinnedFiles pinned;
    private final Map<Container, Tracked> byContainer = new HashMap<>();
    private final List<FileSequence> sequences = new ArrayList<>();

    FileTracker(Reading reading) {
        this.reading = reading;
        this.attempts = new Attempts(reading.listener(), reading.graceNanos());
        this.signs = new SignsOfLife(reading.handover());
        this.pinned = new PinnedFiles(reading.config(), reading.listener());
        this.statuses = new StatusTable(reading.handover(), attempts);
    }

    private record Container(String podDirectory, String name) {
        static Container of(LogSource source) {
            return new Container(source.podDirectory(), source.container());
        }
    }

    /** A container's files and the directory that shows whether more may come. */
    private record Tracked(FileSequence sequence, Path directory) {}

    /**
     * Takes up what an earlier run followed; to be called once, before the first listing.
     *
     * @param finder tells where such a file belongs
     */
    void resume(FileFinder finder) {
        for (Remembered file : reading.starts().unmet()) {
            FoundFile found = finder.absent(file);
            if (found != null) {
                sequence(found).absent().add(new AbsentFile(reading, file, found));
            }
        }
    }

    /** Takes a listing over. */
    void update(FileFinder.Found listing) {
        for (FileSequence sequence : sequences) {
            sequence.files().forEach(file -> file.presence().unseen());
        }
        for (FoundFile found : listing.files()) {
            see(found);
        }
        byContainer.values().removeIf(tracked -> {
            FileSequence sequence = tracked.sequence();
            sequence.files().forEach(FollowedFile::listed);
            boolean gone = !listing.directories().contains(tracked.directory())
                    && sequence.files().stream()
                            .allMatch(file -> file.presence().isGone());
            sequence.listed(gone);
            if (listing.tellsOf(tracked.directory())) {
                sequence.absent().listed();
            }
            return sequence.isEmpty() && sequences.remove(sequence);
        });
    }

    private FileSequence sequence(FoundFile found) {
        return byContainer
                .computeIfAbsent(Container.of(found.source()), key -> {
                    FileSequence added = new FileSequence(reading, attempts);
                    sequences.add(added);
                    return new Tracked(added, found.directory());
                })
                .sequence();
    }

    private void see(FoundFile found) {
        FileSequence sequence = sequence(found);
        for (FollowedFile file : sequence.files()) {
            if (file.isOpenAs(found)) {
                file.presence().see(found);
                return;
            }
        }
        for (FollowedFile file : sequence.files()) {
            // The inode of a file that is gone and closed may be another's by now; if it is the same all the same, its
            // first line tells.
            if (!file.presence().isGone() && file.presence().sees(found)) {
                return;
            }
        }
        sequence.files().add(new FollowedFile(reading, found));
    }

    /** Everything unacknowledged was thrown away. */
    void rewind() {
        sequences.forEach(FileSequence::rewind);
    }

    /** Gives every container that is due its turn; what comes after each turn must cost next to nothing. */
    void turns(long now, Runnable afterEach) {
        for (int i = 0; i < sequences.size(); i++) {
            FileSequence sequence = sequences.get(i);
            if (sequence.isDue(now)) {
                sequence.turn(now);
                afterEach.run();
            }
        }
    }

    /** When the first container is due, at most so far ahead. */
    long nextLook(long now, long atMost) {
        long next = now + atMost;
        for (int i = 0; i < sequences.size(); i++) {
            FileSequence sequence = sequences.get(i);
            if (sequence.isDue(now)) {
                return now;
            }
            next = Math.min(next, sequence.nextLook());
        }
        return next;
    }

    /** Directories to read again, because of files that the last listing did not show. */
    Set<Path> sought() {
        Set<Path> directories = new HashSet<>();
        for (Tracked tracked : byContainer.values()) {
            if (!tracked.sequence().absent().areSettled()) {
                directories.add(tracked.directory());
            }
            for (FollowedFile file : tracked.sequence().files()) {
                if (file.isSought()) {
                    directories.add(tracked.directory());
                }
            }
        }
        return directories;
    }

    /** What is to be done now and then: signs of life, a limit to what is held open. */
    void keepHouse(long now) {
        signs.say(sequences);
        pinned.limit(sequences, attempts, now);
    }

    Backlog backlog(long now) {
        return arrears.look(sequences, now);
    }

    List<FileStatus> statuses(Map<Path, FileProblem> refused) {
        return statuses.of(sequences, refused);
    }

    /** Follows these no longer, whatever is unread; what is known of them stays in the checkpoint, for the day they are followed again. */
    void leave(Predicate<LogSource> unwanted) {
        byContainer.values().removeIf(tracked -> {
            List<FollowedFile> files = tracked.sequence().files();
            boolean leave =
                    files.stream().anyMatch(file -> unwanted.test(file.found().source()));
            if (leave) {
                close(tracked.sequence());
            }
            return leave && sequences.remove(tracked.sequence());
        });
    }

    void close() {
        sequences.forEach(this::close);
    }

    private void close(FileSequence sequence) {
        sequence.files().forEach(file -> attempts.attempt(file, Long.MAX_VALUE, file::close));
    }
}
