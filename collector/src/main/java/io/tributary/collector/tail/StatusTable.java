package io.tributary.collector.tail;

import io.tributary.collector.tail.FileStatus.Pending;
import io.tributary.collector.tail.FileStatus.State;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes the table of files; only on request, and only by the reading thread. */
final class StatusTable {

    private final Handover handover;
    private final Attempts attempts;

    StatusTable(Handover handover, Attempts attempts) {
        this.handover = handover;
        this.attempts = attempts;
    }

    List<FileStatus> of(List<FileSequence> sequences, Map<Path, FileProblem> refused) {
        List<FileStatus> table = new ArrayList<>();
        for (FileSequence sequence : sequences) {
            for (FollowedFile file : sequence.files()) {
                table.add(of(file));
            }
        }
        refused.forEach((path, problem) ->
                table.add(new FileStatus(null, path, null, 0, 0, -1, 0, State.REFUSED, problem.label())));
        return table;
    }

    private FileStatus of(FollowedFile file) {
        Cursor cursor = file.cursor();
        FileProblem problem = attempts.problem(file);
        long size = file.state() == FollowedFile.State.FINISHED && cursor != null
                ? cursor.position()
                : file.content().extent().size();
        return new FileStatus(
                file.found().source(),
                file.found().path(),
                cursor == null ? null : cursor.file(),
                cursor == null ? 0 : cursor.position(),
                cursor == null ? 0 : Math.max(0, cursor.acknowledged()),
                size == Long.MAX_VALUE ? -1 : size,
                cursor == null ? 0 : file.unread(),
                problem == null ? state(file) : State.REFUSED,
                problem == null ? reason(file) : problem.label());
    }

    private static State state(FollowedFile file) {
        return switch (file.state()) {
            case UNOPENED, ORPHANED, LOST -> State.WAITING;
            case FINISHED -> State.FINISHED;
            case OPEN ->
                file.cursor() == null
                        ? State.WAITING
                        : file.presence().isCurrent() && !file.presence().isGone() ? State.FOLLOWING : State.DRAINING;
        };
    }

    private String reason(FollowedFile file) {
        Pending pending = switch (file.state()) {
            case UNOPENED -> Pending.NOT_OPENED;
            case ORPHANED -> Pending.DISPLACED;
            case LOST -> Pending.LOST;
            case FINISHED -> null;
            case OPEN -> pending(file);
        };
        return pending == null ? null : pending.label();
    }

    private Pending pending(FollowedFile file) {
        if (file.cursor() == null) {
            return file.hasWritten() ? Pending.FIRST_LINE : Pending.EMPTY;
        }
        if (file.unread() > 0) {
            return handover.isOpen(file.found().source()) ? Pending.UNREAD : Pending.NO_ROOM;
        }
        if (!file.cursor().isAllAcknowledged()) {
            return Pending.UNACKNOWLEDGED;
        }
        return file.hasUnreadTail() ? Pending.PARTIAL_LINE : null;
    }
}
