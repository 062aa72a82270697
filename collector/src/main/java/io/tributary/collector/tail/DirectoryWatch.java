package io.tributary.collector.tail;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notes in which directories names come and go. A hint only: it may miss anything, and where it cannot be had, directories are read
 * every second instead. Writes to files are not notified, which would cost an event each.
 */
final class DirectoryWatch implements Closeable {

    private static final Logger LOGGER = LoggerFactory.getLogger(DirectoryWatch.class);

    private final Map<Path, WatchKey> keys = new HashMap<>();
    private WatchService service;
    private boolean overflowed;

    /** Without notification if the system has none to give. */
    static DirectoryWatch start() {
        DirectoryWatch watch = new DirectoryWatch();
        try {
            watch.service = FileSystems.getDefault().newWatchService();
        } catch (IOException | UnsupportedOperationException e) {
            watch.giveUp(e);
        }
        return watch;
    }

    /** Never notifies. */
    static DirectoryWatch none() {
        return new DirectoryWatch();
    }

    private DirectoryWatch() {}

    /** Whether notification works; if not, directories must be read often. */
    boolean isWorking() {
        return service != null;
    }

    /** Whether notifications were lost since the last call, so that everything must be read again. */
    boolean overflowed() {
        boolean was = overflowed;
        overflowed = false;
        return was;
    }

    /** Directories in which names came or went since the last call; does not wait. */
    Set<Path> changed() {
        Set<Path> changed = new HashSet<>();
        if (service == null) {
            return changed;
        }
        for (WatchKey key = service.poll(); key != null; key = service.poll()) {
            Path directory = (Path) key.watchable();
            for (WatchEvent<?> event : key.pollEvents()) {
                if (event.context() instanceof Path name) {
                    unwatch(directory.resolve(name));
                } else {
                    overflowed = true;
                    unwatch(directory);
                }
            }
            changed.add(directory);
            if (!key.reset()) {
                keys.remove(directory, key);
            }
        }
        return changed;
    }

    /**
     * A watch follows its directory wherever that is moved to, and tells nothing of the one that takes its place; so what came or went
     * is watched anew, with all that lies in it.
     */
    private void unwatch(Path moved) {
        keys.entrySet().removeIf(entry -> {
            boolean within = entry.getKey().startsWith(moved);
            if (within) {
                entry.getValue().cancel();
            }
            return within;
        });
    }

    /**
     * Watches these directories and no others.
     *
     * @return those that are new: what came into them before they were watched must be looked for once more
     */
    Set<Path> watch(Set<Path> directories) {
        Set<Path> added = new HashSet<>();
        if (service == null) {
            return added;
        }
        keys.entrySet().removeIf(entry -> {
            boolean unwanted = !directories.contains(entry.getKey());
            if (unwanted) {
                entry.getValue().cancel();
            }
            return unwanted;
        });
        for (Path directory : directories) {
            if (service != null && !keys.containsKey(directory) && register(directory)) {
                added.add(directory);
            }
        }
        return added;
    }

    private boolean register(Path directory) {
        try {
            WatchKey key = directory.register(
                    service, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_DELETE);
            keys.put(directory, key);
            return true;
        } catch (IOException e) {
            if (directory.toFile().isDirectory()) {
                giveUp(e);
            }
            return false;
        }
    }

    private void giveUp(Exception e) {
        LOGGER.atWarn()
                .addKeyValue("error", e.toString())
                .addKeyValue("remedy", "raise fs.inotify.max_user_watches or fs.inotify.max_user_instances")
                .log("Directories cannot be watched, so they are read every second instead");
        close();
    }

    @Override
    public void close() {
        keys.clear();
        if (service == null) {
            return;
        }
        try {
            service.close();
        } catch (ClosedWatchServiceException e) {
            // Closed already, which is what is wanted.
        } catch (IOException e) {
            throw new UncheckedIOException("the directory watch could not be closed", e);
        } finally {
            service = null;
        }
    }
}
