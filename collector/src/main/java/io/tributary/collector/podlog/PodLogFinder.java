package io.tributary.collector.podlog;

import io.tributary.collector.chunk.LogSource;
import io.tributary.collector.tail.FileFinder;
import io.tributary.collector.tail.FileProblem;
import io.tributary.collector.tail.FoundFile;
import io.tributary.collector.tail.Remembered;
import io.tributary.collector.tail.TailListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Finds container logs in the kubelet's layout. The directories under {@code pods} are the truth; a link in {@code containers} adds the
 * container's id and its own path, and only if its name agrees with the directory it leads to (protocol rule 17).
 */
public final class PodLogFinder implements FileFinder {

    private final Path root;
    private final Path pods;
    private final List<Path> allowedRoots;
    private final Refusals refusals;
    private final LinkFolder links;
    private final Map<Path, Map<Path, ContainerFolder>> containersByPod = new TreeMap<>();
    private final Map<String, String> lastLinks = new HashMap<>();
    private final Set<Path> unread = new HashSet<>();

    /**
     * Reads nothing yet.
     *
     * @param root the folder that holds {@code containers} and {@code pods}; paths in records are below it as given
     * @param allowedRoots further folders that log links may lead to
     */
    public PodLogFinder(Path root, List<Path> allowedRoots, TailListener listener) {
        this.root = root.toAbsolutePath().normalize();
        this.pods = this.root.resolve("pods");
        this.allowedRoots = new ArrayList<>(allowedRoots);
        this.allowedRoots.add(0, this.root);
        this.refusals = new Refusals(listener);
        this.links = new LinkFolder(this.root, refusals);
    }

    @Override
    public Found findAll() {
        refusals.begin();
        links.read(true);
        readPods(folder -> true, realRoots());
        Found found = found();
        refusals.end();
        return found;
    }

    @Override
    public Found find(Set<Path> changed) {
        if (changed.contains(root)) {
            return findAll();
        }
        if (changed.contains(links.folder())) {
            links.read(false);
        }
        readPods(changed::contains, realRoots());
        return found();
    }

    /** Which directories have to be read again. */
    @FunctionalInterface
    private interface Changed {
        boolean contains(Path folder);
    }

    private void readPods(Changed changed, List<Path> realRoots) {
        if (changed.contains(pods)) {
            update(pods, containersByPod, pod -> new TreeMap<>());
        }
        containersByPod.forEach((pod, containers) -> {
            if (changed.contains(pod) || containers.isEmpty()) {
                update(pod, containers, folder -> new ContainerFolder(folder, refusals));
            }
            containers.values().removeIf(container -> isChanged(container, changed) && !container.read(realRoots));
        });
    }

    private static boolean isChanged(ContainerFolder container, Changed changed) {
        boolean isNew = container.files().isEmpty();
        for (Path folder : container.folders()) {
            isNew |= changed.contains(folder);
        }
        return isNew;
    }

    @Override
    public FoundFile absent(Remembered file) {
        Path folder = pods.resolve(file.podDirectory()).resolve(file.container());
        PodLogPath name = PodLogPath.parse(file.podDirectory(), file.container(), PodLogPath.fileName(file.restart()));
        if (name == null) {
            return null;
        }
        FoundFile.Form form = file.path().toString().endsWith(".log") ? FoundFile.Form.CURRENT : FoundFile.Form.ROTATED;
        return new FoundFile(source(name, folder), file.path(), folder, null, 0, form);
    }

    /** Takes over which directories are in one; one that cannot be read keeps what it showed last. */
    private <T> void update(Path parent, Map<Path, T> known, Function<Path, T> add) {
        Set<Path> now = new HashSet<>();
        try {
            for (Path name : Names.in(parent)) {
                if (Files.isDirectory(name, LinkOption.NOFOLLOW_LINKS)) {
                    now.add(name);
                } else {
                    refusals.refuse(FileProblem.FOREIGN_NAME, name);
                }
            }
            unread.remove(parent);
        } catch (NoSuchFileException e) {
            now.clear();
        } catch (IOException e) {
            refusals.refuse(e, parent);
            unread.add(parent);
            return;
        }
        known.keySet().retainAll(now);
        now.forEach(folder -> known.computeIfAbsent(folder, add));
    }

    private List<Path> realRoots() {
        List<Path> real = new ArrayList<>();
        for (Path allowed : allowedRoots) {
            try {
                real.add(allowed.toRealPath());
            } catch (IOException e) {
                // Not there now: then no link leads into it either.
            }
        }
        return real;
    }

    private Found found() {
        List<FoundFile> files = new ArrayList<>();
        Set<Path> directories = new HashSet<>(Set.of(root, pods, links.folder()));
        directories.removeIf(directory -> !Files.isDirectory(directory));
        Set<String> living = new HashSet<>();
        Set<Path> hidden = new HashSet<>();
        unread.removeIf(folder -> !folder.equals(pods) && !containersByPod.containsKey(folder));
        containersByPod.forEach((pod, containers) -> {
            directories.add(pod);
            for (ContainerFolder container : containers.values()) {
                if (!container.isRead()) {
                    hidden.add(container.folder());
                }
                directories.addAll(container.folders());
                for (ContainerFolder.LogFile file : container.files()) {
                    LogSource source = source(file.name(), container.folder());
                    living.add(source.podLogPath());
                    files.add(new FoundFile(
                            source, file.path(), container.folder(), file.fileKey(), file.size(), file.form()));
                }
            }
        });
        lastLinks.keySet().retainAll(living);
        hidden.addAll(unread);
        if (!directories.contains(pods)) {
            hidden.add(pods);
        }
        return new Found(files, directories, hidden);
    }

    /** A link that fitted once is remembered while the files are there: the kubelet removes it before them. */
    private LogSource source(PodLogPath name, Path folder) {
        String podLogPath = folder.resolve(PodLogPath.fileName(name.restart())).toString();
        String fitting = links.fittingName(name);
        String link = fitting == null ? lastLinks.get(podLogPath) : fitting;
        if (link != null) {
            lastLinks.put(podLogPath, link);
        }
        return new LogSource(
                name.podDirectory(),
                name.container(),
                name.restart(),
                link == null ? null : ContainerLogLink.containerId(link, name),
                links.folder()
                        .resolve(link == null ? ContainerLogLink.nameWithoutId(name) : link)
                        .toString(),
                podLogPath);
    }
}
