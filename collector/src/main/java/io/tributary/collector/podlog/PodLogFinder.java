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
    private final AllowedRoots roots;
    private final Refusals refusals;
    private final LinkFolder links;
    private final Claims claims = new Claims();
    private final Map<Path, Map<Path, ContainerFolder>> containersByPod = new TreeMap<>();
    private final Map<String, String> lastLinks = new HashMap<>();
    private final Set<Path> unread = new HashSet<>();
    private PodSelection selection = PodSelection.ALL;

    /**
     * Reads nothing yet.
     *
     * @param root the folder that holds {@code containers} and {@code pods}; paths in records are below it as given
     * @param roots where a log file may really lie
     */
    public PodLogFinder(Path root, AllowedRoots roots, TailListener listener) {
        this.root = root.toAbsolutePath().normalize();
        this.pods = this.root.resolve("pods");
        this.roots = roots;
        this.refusals = new Refusals(listener);
        this.links = new LinkFolder(this.root, refusals);
    }

    /** Passes over what is not selected, from the next listing on; to be called by the thread that lists. */
    public void select(PodSelection wanted) {
        selection = wanted;
    }

    @Override
    public Found findAll() {
        refusals.begin();
        links.read(true);
        readPods(folder -> true);
        roots.moved().forEach(root -> refusals.refuse(FileProblem.OUTSIDE_ROOTS, root));
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
        readPods(changed::contains);
        return found();
    }

    @Override
    public Map<Path, FileProblem> refused() {
        return refusals.known();
    }

    /** Which directories have to be read again. */
    @FunctionalInterface
    private interface Changed {
        boolean contains(Path folder);
    }

    private void readPods(Changed changed) {
        if (changed.contains(pods)) {
            update(pods, containersByPod, pod -> new TreeMap<>());
        }
        containersByPod.forEach((pod, containers) -> {
            if (changed.contains(pod) || containers.isEmpty()) {
                update(pod, containers, folder -> new ContainerFolder(folder, refusals));
            }
            containers
                    .values()
                    .removeIf(container ->
                            isSelected(container) && isChanged(container, changed) && !container.read(roots));
        });
    }

    private boolean isSelected(ContainerFolder container) {
        Path folder = container.folder();
        return selection.takes(
                folder.getParent().getFileName().toString(),
                folder.getFileName().toString());
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
        if (name == null || !selection.takes(file.podDirectory(), file.container())) {
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

    private Found found() {
        List<FoundFile> files = new ArrayList<>();
        Set<Path> directories = new HashSet<>(Set.of(root, pods, links.folder()));
        directories.removeIf(directory -> !Files.isDirectory(directory));
        Set<String> living = new HashSet<>();
        Set<Path> hidden = new HashSet<>();
        unread.removeIf(folder -> !folder.equals(pods) && !containersByPod.containsKey(folder));
        claims.begin();
        containersByPod.forEach((pod, containers) -> {
            directories.add(pod);
            for (ContainerFolder container : containers.values()) {
                if (!isSelected(container)) {
                    continue;
                }
                if (!container.isRead()) {
                    hidden.add(container.folder());
                }
                directories.addAll(container.folders());
                for (ContainerFolder.LogFile file : container.files()) {
                    if (isReadHere(file, container.folder())) {
                        LogSource source = source(file.name(), container.folder());
                        living.add(source.podLogPath());
                        files.add(new FoundFile(
                                source, file.path(), container.folder(), file.fileKey(), file.size(), file.form()));
                    }
                }
            }
        });
        claims.end();
        lastLinks.keySet().retainAll(living);
        hidden.addAll(unread);
        if (!directories.contains(pods)) {
            hidden.add(pods);
        }
        return new Found(files, directories, hidden);
    }

    /** One reader per file, whatever number of links lead to it. */
    private boolean isReadHere(ContainerFolder.LogFile file, Path folder) {
        Path link = folder.resolve(PodLogPath.fileName(file.name().restart()));
        boolean here = !file.linked() || claims.claim(file.path(), link);
        if (!here) {
            refusals.refuse(FileProblem.SAME_FILE, link);
        }
        return here;
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
