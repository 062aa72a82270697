package io.tributary.collector.podlog;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The folders that logs may lie in. Where one really lies is found out once and then kept: whoever could put a link in its place later
 * would otherwise say what is allowed.
 */
public final class AllowedRoots {

    private final List<Path> given = new ArrayList<>();
    private final Map<Path, Path> real = new HashMap<>();

    /**
     * Reads nothing yet.
     *
     * @param logs the folder that holds {@code pods}; nothing else in it is allowed, least of all the system's own logs
     * @param further folders that log links may lead to
     */
    public AllowedRoots(Path logs, List<Path> further) {
        given.add(logs.toAbsolutePath().normalize().resolve("pods"));
        further.forEach(path -> given.add(path.toAbsolutePath().normalize()));
    }

    /**
     * Where a file lies.
     *
     * @param root really, without a link on the way
     * @param below from there
     */
    record Place(Path root, Path below) {

        /** The whole path, without a link on the way unless somebody has put one there. */
        Path path() {
            return root.resolve(below);
        }
    }

    /** Where a path as given, or a real one, lies; {@code null} if that is outside of every root. */
    Place place(Path path) {
        for (Path root : given) {
            Path at = real(root);
            if (at != null && path.startsWith(root)) {
                return new Place(at, root.relativize(path));
            }
            if (at != null && path.startsWith(at)) {
                return new Place(at, at.relativize(path));
            }
        }
        return null;
    }

    /** Whether a real path lies where the kubelet keeps the containers' own files. */
    boolean isAmongPods(Path path) {
        Path pods = real(given.get(0));
        return pods != null && path.startsWith(pods);
    }

    private Path real(Path root) {
        return real.computeIfAbsent(root, AllowedRoots::resolve);
    }

    private static Path resolve(Path root) {
        try {
            return root.toRealPath();
        } catch (IOException e) {
            return null; // Not there now: then nothing lies in it either.
        }
    }

    /** Roots that lead elsewhere than when they were first seen; nothing in them is read until a restart. */
    List<Path> moved() {
        List<Path> moved = new ArrayList<>();
        real.forEach((root, at) -> {
            Path now = resolve(root);
            if (now != null && !now.equals(at)) {
                moved.add(root);
            }
        });
        return moved;
    }
}
