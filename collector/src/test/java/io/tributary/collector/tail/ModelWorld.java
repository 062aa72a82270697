package io.tributary.collector.tail;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A container's folder, the runtime and the kubelet that change it, the collector that reads it, and a model of every byte. */
final class ModelWorld implements AutoCloseable {

    /** One thing that happens; what its number means is its own affair, and where it makes no sense nothing happens. */
    record Step(Event event, int number) {
        @Override
        public String toString() {
            return event + "(" + number + ")";
        }
    }

    /** What can happen. */
    enum Event {
        WRITE,
        WRITE_PART,
        LOOK,
        LOOK_ONCE,
        ROTATE,
        ROTATE_UNDER_AN_OLD_WRITER,
        COMPRESS,
        DELETE_OLDEST,
        COPY_AND_TRUNCATE,
        TRUNCATE,
        REFILL_SMALLER,
        REFILL_TO_THE_SAME_SIZE,
        REFILL_LARGER,
        CUT_BACK,
        REPLACE,
        RESTART_CONTAINER,
        STOP_COLLECTOR,
        START_COLLECTOR,
        RESTART_COLLECTOR,
        KAFKA_AWAY,
        KAFKA_BACK,
        ACKNOWLEDGE_SOME,
        PRODUCER_REPLACED
    }

    /** A quiet file is looked at so often. */
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(600);

    final TailBench bench;
    final List<ModelContent> contents = new ArrayList<>();
    private ModelContent current;
    private int restart;
    private int rotations;
    private boolean running = true;
    private boolean cutBack;

    ModelWorld(Path root, int chunkMaxBytes) {
        bench = new TailBench(root, chunkMaxBytes);
    }

    void play(Step step) {
        int n = step.number();
        switch (step.event()) {
            case WRITE -> write(lines(n));
            case WRITE_PART -> writePart(n);
            case LOOK -> look(Duration.ofMillis(50 + n % 3000));
            case LOOK_ONCE -> look(Duration.ofMillis(1));
            case ROTATE -> rotate(false);
            case ROTATE_UNDER_AN_OLD_WRITER -> rotate(true);
            case COMPRESS -> compressOldest();
            case DELETE_OLDEST -> deleteOldest();
            case COPY_AND_TRUNCATE -> copyAndTruncate();
            case TRUNCATE -> truncate();
            case REFILL_SMALLER -> refill(length -> length / 2);
            case REFILL_TO_THE_SAME_SIZE -> refill(length -> length);
            case REFILL_LARGER -> refill(length -> length + 1 + n % 300);
            case CUT_BACK -> cutBack();
            case REPLACE -> replace(n);
            case RESTART_CONTAINER -> restartContainer(n);
            case STOP_COLLECTOR -> stop(n);
            case START_COLLECTOR -> start();
            case RESTART_COLLECTOR -> {
                stop(n);
                start();
            }
            case KAFKA_AWAY -> bench.sink.hasRoom(false);
            case KAFKA_BACK -> kafkaBack();
            case ACKNOWLEDGE_SOME -> {
                bench.sink.keepUnacknowledged();
                bench.sink.acknowledge(n % 6);
            }
            case PRODUCER_REPLACED -> bench.sink.loseUnacknowledged(unnoticed(n % 4));
        }
    }

    /** Everything works again, every file that is written to grows once more, and the collector has all the time it needs. */
    void comeToRest() {
        start();
        kafkaBack();
        look(Duration.ofSeconds(5));
        write(lines(0));
        look(Duration.ofMinutes(2));
    }

    @Override
    public void close() {
        if (running) {
            bench.close();
        }
    }

    /** Whether the collector must have said that the content has ended: it is gone, or another one is written to. */
    boolean isOver(ModelContent content) {
        return content != current && (current != null || !content.isOnDisk());
    }

    private void look(Duration time) {
        if (running) {
            bench.pollFor(time);
        }
        if (running && time.compareTo(LONGEST_PAUSE) > 0) {
            contents.forEach(content -> content.identified |= isHeldOpen(content) && isTold(content));
        }
    }

    /** A file that is as long as what it held before shows in no way that it holds something else. */
    private boolean isTold(ModelContent content) {
        return content.hasLine()
                && (content.number == 0 || contents.get(content.number - 1).length() != content.length());
    }

    /** How many records arrive although their acknowledgement does not. */
    private int unnoticed(int records) {
        return cutBack ? 0 : records;
    }

    private void kafkaBack() {
        bench.sink.hasRoom(true);
        bench.sink.acknowledgeAlways();
    }

    private void stop(int acknowledged) {
        if (running) {
            bench.sink.acknowledge(acknowledged % 5);
            bench.sink.loseUnacknowledged(unnoticed(acknowledged % 3));
            bench.close();
            running = false;
        }
    }

    /** What was deleted or destroyed before can now be read by no one. */
    private void start() {
        if (running) {
            return;
        }
        for (ModelContent content : contents) {
            content.mayBeLost |= !content.isOnDisk();
            content.listingsBefore = bench.finder.listings();
        }
        bench.start();
        running = true;
    }

    private boolean isHeldOpen(ModelContent content) {
        return running && bench.finder.listings() > content.listingsBefore;
    }

    /**
     * What was not there with a whole line at any look can be told of only by the gap of its predecessor, and that stands only where that one
     * was destroyed too; no runtime destroys a file within a second of its first byte otherwise.
     */
    private boolean canBeDestroyed(ModelContent content) {
        return content.identified || content.number == 0 || contents.get(content.number - 1).mayBeLost;
    }

    private ModelContent begin(String name) {
        ModelContent content = new ModelContent(contents.size(), restart, name);
        content.listingsBefore = bench.finder.listings();
        contents.add(content);
        return content;
    }

    private String currentName() {
        return restart + ".log";
    }

    private void write(String text) {
        if (current == null) {
            current = begin(currentName());
        }
        append(current, text);
    }

    private void append(ModelContent content, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        bench.write(content.name, bytes);
        content.append(bytes);
    }

    /** A few lines; the first ends a line that is only begun. */
    private String lines(int n) {
        StringBuilder text = new StringBuilder();
        if (current != null && current.endsInsideALine()) {
            text.append("-end\n");
        }
        for (int i = n % 4; i >= 0; i--) {
            text.append(bench.line("x".repeat(n % 7 == 0 ? n % 900 : n % 50))).append('\n');
        }
        return text.toString();
    }

    private void writePart(int n) {
        String begun = current != null && current.endsInsideALine() ? "-more" : bench.line("begun ");
        write((n % 3 == 0 ? lines(n / 3) + bench.line("begun ") : begun) + "y".repeat(n % 30));
    }

    /** A runtime opens a new file between two lines only. */
    private void finishLine() {
        if (current != null && current.endsInsideALine()) {
            append(current, "-finished\n");
        }
    }

    private String rotatedName() {
        return currentName() + String.format(".20240101-%06d", rotations++);
    }

    private void rotate(boolean oldWriter) {
        if (current == null) {
            return;
        }
        finishLine();
        String name = rotatedName();
        bench.rename(current.name, name);
        current.name = name;
        if (oldWriter) {
            look(Duration.ofMillis(1));
            append(current, bench.line("written before the runtime opened the new file") + "\n");
        }
        current = null;
    }

    /** The kubelet leaves the newest rotated file as it is. */
    private void compressOldest() {
        List<ModelContent> rotated = rotated();
        for (int i = 0; i + 1 < rotated.size(); i++) {
            ModelContent content = rotated.get(i);
            if (!content.isCompressed()) {
                bench.compress(content.name);
                content.name += ".gz";
                return;
            }
        }
    }

    private List<ModelContent> rotated() {
        return contents.stream()
                .filter(content -> content.isOnDisk() && content != current)
                .toList();
    }

    private void deleteOldest() {
        rotated().stream().findFirst().filter(this::canBeDestroyed).ifPresent(this::delete);
    }

    private void delete(ModelContent content) {
        bench.delete(content.name);
        content.mayBeLost |= !isHeldOpen(content);
        content.name = null;
    }

    /**
     * No administrator's logrotate does it twice within a second; the copy of what was never seen with a whole line has no place in the order,
     * unless it is there before anything is read.
     */
    private void copyAndTruncate() {
        if (current == null || !(current.identified || (current.number == 0 && !isHeldOpen(current)))) {
            return;
        }
        finishLine();
        String name = rotatedName();
        bench.copy(current.name, name);
        truncate(0);
        ModelContent copied = current;
        copied.name = name;
        reopen();
        copied.listingsBefore = bench.finder.listings();
    }

    private void truncate() {
        if (current != null && canBeDestroyed(current)) {
            destroyCurrent();
            truncate(0);
            reopen();
        }
    }

    private void truncate(long size) {
        bench.truncate(currentName(), size);
    }

    private void destroyCurrent() {
        current.mayBeLost = true;
        current.name = null;
    }

    /** Other content in the same file: who holds that open holds this too. */
    private void reopen() {
        int listingsBefore = current.listingsBefore;
        current = begin(currentName());
        current.listingsBefore = listingsBefore;
    }

    /** How large a file is after it was truncated and written again. */
    @FunctionalInterface
    private interface Size {
        int after(int length);
    }

    private void refill(Size size) {
        if (current == null || !canBeDestroyed(current) || size.after(current.length()) < 60) {
            return;
        }
        int after = size.after(current.length());
        truncate();
        String line = bench.line("");
        write(line + "z".repeat(after - line.length() - 1) + "\n");
    }

    /**
     * A power loss takes the last bytes, and then the same file is written on. Had some of them arrived without the collector knowing, nobody
     * could tell.
     */
    private void cutBack() {
        if (current == null || !canBeDestroyed(current) || bench.sink.acknowledgementsLost()) {
            return;
        }
        byte[] before = current.bytes();
        int firstLine = new String(before, StandardCharsets.UTF_8).indexOf('\n') + 1;
        int cut = before.length / 2;
        if (firstLine == 0 || cut < firstLine) {
            return;
        }
        cutBack = true;
        destroyCurrent();
        truncate(cut);
        reopen();
        current.append(Arrays.copyOf(before, cut));
        write("-cut\n" + lines(2));
    }

    /** Docker's way and conmon's: another file takes the name of the one that is written to. */
    private void replace(int n) {
        if (current == null || !canBeDestroyed(current)) {
            return;
        }
        finishLine();
        if (n % 2 == 0) {
            delete(current);
            current = null;
            write(lines(n / 2));
            return;
        }
        String text = bench.line("in the file that was renamed over the other") + "\n";
        bench.write("next.tmp", text);
        current.mayBeLost |= !isHeldOpen(current);
        bench.replace("next.tmp", current.name);
        current.name = null;
        current = begin(currentName());
        current.append(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A crash may leave half a line for good. */
    private void restartContainer(int n) {
        if (n % 2 == 0) {
            finishLine();
        }
        restart++;
        current = null;
    }
}
