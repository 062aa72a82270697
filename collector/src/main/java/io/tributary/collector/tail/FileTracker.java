package io.tributary.collector.tail;

import io.tributary.collector.chunk.LogSource;
import io.tributary.collector.tail.FollowedFile.State;
import io.tributary.collector.tail.TailListener.Backlog;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All files that are followed: tells what a listing shows from what is known, by open file first, then by name, then by content. */
final class FileTracker {

    private final Reading reading;
    private final Attempts attempts;
    private final Map<Container, Tracked> byContainer = new HashMap<>();
    private final List<FileSequence> sequences = new ArrayList<>();

    FileTracker(Reading reading) {
        this.reading = reading;
        this.attempts = new Attempts(reading.listener(), reading.graceNanos());
    }

    private record Container(String podDirectory, String name) {
        static Container of(LogSource source) {
            return new Container(source.podDirectory(), source.container());
        }
    }

    /** A container's files and the directory that shows whether more may come. */
    private record Tracked(FileSequence sequence, Path directory) {}

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
            return sequence.files().isEmpty() && sequences.remove(sequence);
        });
    }

    private void see(FoundFile found) {
        FileSequence sequence = byContainer
                .computeIfAbsent(Container.of(found.source()), key -> {
                    FileSequence added = new FileSequence(reading, attempts);
                    sequences.add(added);
                    return new Tracked(added, found.directory());
                })
                .sequence();
        for (FollowedFile file : sequence.files()) {
            if (file.isOpenAs(found)) {
                file.presence().see(found);
                return;
            }
        }
        for (FollowedFile file : sequence.files()) {
            if (file.presence().sees(found)) {
                return;
            }
        }
        sequence.files().add(new FollowedFile(reading, found));
    }

    /** Everything unacknowledged was thrown away. */
    void rewind() {
        sequences.forEach(FileSequence::rewind);
    }

    /** Gives every container that is due its turn. */
    void turns(long now) {
        for (int i = 0; i < sequences.size(); i++) {
            FileSequence sequence = sequences.get(i);
            if (sequence.isDue(now)) {
                sequence.turn(now);
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
            for (FollowedFile file : tracked.sequence().files()) {
                if (file.isSought()) {
                    directories.add(tracked.directory());
                }
            }
        }
        return directories;
    }

    Backlog backlog() {
        long unread = 0;
        int pending = 0;
        int open = 0;
        for (FileSequence sequence : sequences) {
            for (FollowedFile file : sequence.files()) {
                unread += file.unread();
                pending += file.isPending() ? 1 : 0;
                open += file.state() == State.OPEN ? 1 : 0;
            }
        }
        return new Backlog(unread, pending, open);
    }

    void close() {
        for (FileSequence sequence : sequences) {
            sequence.files().forEach(file -> attempts.attempt(file, Long.MAX_VALUE, file::close));
        }
    }
}
