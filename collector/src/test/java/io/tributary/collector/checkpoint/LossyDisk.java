package io.tributary.collector.checkpoint;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A disk in memory that forgets on power loss what was not synced: names until their directory is, in any combination, as no
 * file system promises an order. A file's content is safe when its write has returned; a write under way leaves any part of it.
 */
final class LossyDisk implements Disk {

    /** A name that was given, and the one that was taken away for it. */
    private record Naming(Path from, Path to, byte[] content) {}

    private final Map<Path, byte[]> durable;
    private final Map<Path, byte[]> seen;
    private final List<Naming> unsynced = new ArrayList<>();
    private int stepsLeft = Integer.MAX_VALUE;
    private int torn;
    private RuntimeException next;

    LossyDisk() {
        this(Map.of());
    }

    private LossyDisk(Map<Path, byte[]> content) {
        durable = new HashMap<>(content);
        seen = new HashMap<>(content);
    }

    /** The power fails at the n-th step from now; a write under way leaves so many bytes. */
    LossyDisk failAt(int step, int bytes) {
        stepsLeft = step;
        torn = bytes;
        return this;
    }

    /** The next step throws this. */
    void failNext(RuntimeException error) {
        next = error;
    }

    /** Everything that may be on the disk when the power is back. */
    List<LossyDisk> afterPowerLoss() {
        List<LossyDisk> outcomes = new ArrayList<>();
        for (int kept = 0; kept < 1 << unsynced.size(); kept++) {
            Map<Path, byte[]> names = new HashMap<>(durable);
            for (int i = 0; i < unsynced.size(); i++) {
                if ((kept & 1 << i) != 0) {
                    give(names, unsynced.get(i));
                }
            }
            outcomes.add(new LossyDisk(names));
        }
        return outcomes;
    }

    @Override
    public byte[] read(Path path) throws IOException {
        byte[] content = seen.get(path);
        if (content == null) {
            throw new NoSuchFileException(path.toString());
        }
        return content;
    }

    @Override
    public void write(Path path, byte[] data) throws IOException {
        boolean fails = fails();
        name(new Naming(path, path, fails ? Arrays.copyOf(data, Math.min(torn, data.length)) : data));
        refuse(fails);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        refuse(fails());
        name(new Naming(from, to, read(from)));
    }

    @Override
    public void sync(Path directory) throws IOException {
        refuse(fails());
        unsynced.forEach(naming -> give(durable, naming));
        unsynced.clear();
    }

    private void name(Naming naming) {
        unsynced.add(naming);
        give(seen, naming);
    }

    private static void give(Map<Path, byte[]> names, Naming naming) {
        if (names.get(naming.from) == naming.content) {
            names.remove(naming.from);
        }
        names.put(naming.to, naming.content);
    }

    private boolean fails() {
        if (next != null) {
            RuntimeException error = next;
            next = null;
            throw error;
        }
        return stepsLeft-- <= 0;
    }

    private static void refuse(boolean fails) throws IOException {
        if (fails) {
            throw new IOException("no power");
        }
    }
}
