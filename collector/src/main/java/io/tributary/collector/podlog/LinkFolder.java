package io.tributary.collector.podlog;

import io.tributary.collector.tail.FileProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/** The folder of links, {@code containers}: which links lead to a log path. Their names are claims, to be compared with the directory. */
final class LinkFolder {

    private static final int MOST_HOPS = 5;

    private final Path folder;
    private final Path pods;
    private final Refusals refusals;
    private final Map<String, Path> targets = new HashMap<>();
    private final Map<Path, TreeSet<String>> namesByTarget = new HashMap<>();

    LinkFolder(Path root, Refusals refusals) {
        this.folder = root.resolve("containers");
        this.pods = root.resolve("pods");
        this.refusals = refusals;
    }

    Path folder() {
        return folder;
    }

    /**
     * Reads the names, and where they lead.
     *
     * @param again whether known names may lead elsewhere by now
     */
    void read(boolean again) {
        Map<String, Path> now = new HashMap<>();
        try {
            for (Path link : Names.in(folder)) {
                String name = link.getFileName().toString();
                Path known = again ? null : targets.get(name);
                Path target = known == null ? target(link) : known;
                if (target != null) {
                    now.put(name, target);
                }
            }
        } catch (NoSuchFileException e) {
            now.clear();
        } catch (IOException e) {
            refusals.refuse(e, folder);
            return;
        }
        targets.clear();
        targets.putAll(now);
        namesByTarget.clear();
        now.forEach((name, target) ->
                namesByTarget.computeIfAbsent(target, key -> new TreeSet<>()).add(name));
    }

    /** The path below {@code pods} that a link leads to, or {@code null}. */
    private Path target(Path link) {
        try {
            if (!Files.isSymbolicLink(link)) {
                refusals.refuse(FileProblem.FOREIGN_NAME, link);
                return null;
            }
            Path at = link;
            for (int hop = 0; hop < MOST_HOPS; hop++) {
                at = at.resolveSibling(Files.readSymbolicLink(at)).normalize();
                Path below = below(at);
                if (below != null) {
                    return below;
                }
                if (!Files.isSymbolicLink(at)) {
                    refusals.refuse(FileProblem.OUTSIDE_ROOTS, link);
                    return null;
                }
            }
            refusals.refuse(FileProblem.LINK_CHAIN, link);
        } catch (IOException e) {
            refusals.refuse(e, link);
        }
        return null;
    }

    private Path below(Path path) throws IOException {
        if (path.startsWith(pods)) {
            return pods.relativize(path);
        }
        Path real = Files.exists(pods) ? pods.toRealPath() : pods;
        return path.startsWith(real) ? real.relativize(path) : null;
    }

    /** The first name in byte order that leads to the file and agrees with its path, or {@code null}. */
    String fittingName(PodLogPath path) {
        Path target = Path.of(path.podDirectory(), path.container(), PodLogPath.fileName(path.restart()));
        String fitting = null;
        for (String name : namesByTarget.getOrDefault(target, new TreeSet<>())) {
            if (!ContainerLogLink.fits(name, path)) {
                refusals.refuse(FileProblem.LINK_MISMATCH, folder.resolve(name));
            } else if (fitting == null) {
                fitting = name;
            }
        }
        return fitting;
    }
}
