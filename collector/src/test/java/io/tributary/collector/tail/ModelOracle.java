package io.tributary.collector.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.collector.chunk.Chunk;
import io.tributary.collector.chunk.EndOfFile;
import io.tributary.collector.chunk.FileId;
import io.tributary.collector.chunk.FileKey;
import io.tributary.collector.chunk.Gap;
import io.tributary.collector.chunk.LogSource;
import io.tributary.collector.chunk.RawRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Compares what is in the raw topic with what was written: as the centre would, which knows ranges of bytes and of gaps. */
final class ModelOracle {

    private final ModelWorld world;
    private final Map<FileKey, Delivered> byKey = new LinkedHashMap<>();
    private final Map<ModelContent, Delivered> byContent = new LinkedHashMap<>();
    private int records;

    ModelOracle(ModelWorld world) {
        this.world = world;
    }

    /** What came of one file id and generation. */
    private static final class Delivered {
        final FileKey key;
        final LogSource source;
        final List<Gap> gaps = new ArrayList<>();
        byte[] bytes = new byte[0];
        int first = -1;
        int last;
        int gapAt = -1;
        EndOfFile end;

        Delivered(RawRecord first) {
            this.key = first.file();
            this.source = first.source();
        }
    }

    void check() {
        world.bench.sink.arrived().forEach(this::take);
        byKey.values().stream()
                .sorted(Comparator.comparingInt((Delivered file) -> file.key.generation())
                        .reversed())
                .forEach(this::assign);
        world.contents.forEach(this::checkContent);
        checkOrder();
        checkMemory();
    }

    private void take(RawRecord record) {
        records++;
        Delivered file = byKey.computeIfAbsent(record.file(), key -> new Delivered(record));
        if (record instanceof Chunk chunk) {
            int from = (int) chunk.offset();
            byte[] data = chunk.data().array();
            boolean begins = file.first < 0;
            if (begins && record.file().generation() > 0) {
                // What the generations have in common was delivered with the one before.
                Delivered before =
                        byKey.get(new FileKey(record.file().id(), record.file().generation() - 1));
                assertThat(before).as("the generation before %s", record.file()).isNotNull();
                file.bytes = Arrays.copyOf(before.bytes, from);
            }
            assertThat(from).as("no sender skips: %s", record.file()).isLessThanOrEqualTo(file.bytes.length);
            for (int i = 0; i < data.length && from + i < file.bytes.length; i++) {
                assertThat(file.bytes[from + i])
                        .as("the same bytes again: %s", record.file())
                        .isEqualTo(data[i]);
            }
            if (from + data.length > file.bytes.length) {
                byte[] more = Arrays.copyOf(file.bytes, from + data.length);
                System.arraycopy(data, 0, more, from, data.length);
                file.bytes = more;
                file.last = records;
            }
            file.first = begins ? records : file.first;
        } else if (record instanceof Gap gap) {
            file.gaps.add(gap);
            file.gapAt = file.gapAt < 0 ? records : file.gapAt;
        } else if (record instanceof EndOfFile end) {
            file.end = end;
        }
    }

    /** The last of the contents that begin with what was delivered, and that were there before what came of the next generation. */
    private void assign(Delivered file) {
        FileKey next = new FileKey(file.key.id(), file.key.generation() + 1);
        int before = byContent.entrySet().stream()
                .filter(entry -> entry.getValue().key.equals(next))
                .mapToInt(entry -> entry.getKey().number)
                .findFirst()
                .orElse(world.contents.size());
        List<ModelContent> fitting = world.contents.stream()
                .limit(before)
                .filter(content -> file.bytes.length > 0
                        ? startsWith(content.bytes(), file.bytes)
                        : file.key.id().equals(id(content, file.source)))
                .toList();
        assertThat(fitting)
                .as("a content that begins with what was delivered of %s", file.key)
                .isNotEmpty();
        ModelContent content = fitting.get(fitting.size() - 1);
        byContent.put(content, file);
    }

    /** The id of a file whose first line is complete, or unfinished for good. */
    private static FileId id(ModelContent content, LogSource source) {
        byte[] bytes = content.bytes();
        int length = new String(bytes, StandardCharsets.UTF_8).indexOf('\n');
        return new Fingerprint("test").of(source, 0, bytes, length < 0 ? bytes.length : length);
    }

    private static boolean startsWith(byte[] all, byte[] head) {
        return all.length >= head.length && Arrays.equals(all, 0, head.length, head, 0, head.length);
    }

    private void checkContent(ModelContent content) {
        Delivered file = byContent.get(content);
        if (file == null) {
            checkUnseen(content);
            return;
        }
        int length = content.length();
        if (content.isOnDisk()) {
            assertThat(file.bytes.length).as("delivered of %s", content).isEqualTo(length);
        } else if (!content.mayBeLost) {
            assertThat(file.bytes.length)
                    .as("delivered of %s, which was held open", content)
                    .isEqualTo(length);
        } else if (file.bytes.length < length) {
            assertThat(file.gaps).as("gaps in place of the rest of %s", content).isNotEmpty();
        }
        if (!content.mayBeLost) {
            assertThat(file.gaps)
                    .as("gaps of %s, of which nothing was lost", content)
                    .isEmpty();
        }
        for (Gap gap : file.gaps) {
            assertThat(gap.offset()).as("start of the gap of %s", content).isLessThanOrEqualTo(file.bytes.length);
            assertThat(gap.offset() + gap.lowerBound())
                    .as("least size of the gap of %s", content)
                    .isLessThanOrEqualTo(longest(content));
            assertThat(gap.knownEnd()).as("end of the gap of %s", content).isIn(-1L, (long) length);
        }
        checkEnd(content, file);
    }

    /** How long the content was before it was cut back, if it ever was. */
    private long longest(ModelContent content) {
        return world.contents.stream()
                .filter(other -> other.hasHeadOf(content.bytes()))
                .mapToLong(ModelContent::length)
                .max()
                .orElse(0);
    }

    private void checkEnd(ModelContent content, Delivered file) {
        if (wentBack(content) || !world.isOver(content)) {
            return;
        }
        assertThat(file.end).as("the statement that %s has ended", content).isNotNull();
        assertThat(file.end.gone()).as("whether %s is gone", content).isEqualTo(!content.isOnDisk());
        if (file.end.sizeKnown() && !content.mayBeLost) {
            assertThat(file.end.offset()).as("size of %s", content).isEqualTo(content.length());
        }
        assertThat(file.end.sizeKnown() || content.mayBeLost)
                .as("size known of %s", content)
                .isTrue();
    }

    /** Nobody can tell of what was never seen, but that something may be missing behind its predecessor. */
    private void checkUnseen(ModelContent content) {
        if (content.length() == 0 || wentBack(content)) {
            return;
        }
        assertThat(content.mayBeLost).as("%s was never delivered", content).isTrue();
        for (int i = content.number - 1; i >= 0; i--) {
            Delivered before = byContent.get(world.contents.get(i));
            if (before != null) {
                assertThat(before.gaps)
                        .as("gaps of %s, behind which %s was lost", world.contents.get(i), content)
                        .isNotEmpty();
                return;
            }
        }
    }

    /** Whether what is destroyed of it is told of by a later content that begins alike. */
    private boolean wentBack(ModelContent content) {
        return world.contents.stream()
                .anyMatch(later -> later.number > content.number && later.hasHeadOf(content.bytes()));
    }

    /** No byte of a file comes before all that will ever come of the file before it, and before the gap in place of what will not. */
    private void checkOrder() {
        ModelContent before = null;
        for (ModelContent content : world.contents) {
            Delivered file = byContent.get(content);
            if (file == null || file.first < 0) {
                continue;
            }
            if (before != null) {
                Delivered last = byContent.get(before);
                assertThat(file.first)
                        .as("%s comes after the bytes of %s", content, before)
                        .isGreaterThan(last.last);
                if (last.bytes.length < before.length()) {
                    assertThat(file.first)
                            .as("%s comes after the gap of %s", content, before)
                            .isGreaterThan(last.gapAt);
                }
            }
            before = content;
        }
    }

    /** Nothing is remembered of files that are gone. */
    private void checkMemory() {
        Set<FileId> remembered = new HashSet<>(world.bench.positions.positions.keySet());
        Set<FileId> there = byContent.entrySet().stream()
                .filter(entry -> entry.getKey().isOnDisk())
                .map(entry -> entry.getValue().key.id())
                .collect(Collectors.toSet());
        assertThat(remembered).as("files that are remembered").isEqualTo(there);
    }
}
