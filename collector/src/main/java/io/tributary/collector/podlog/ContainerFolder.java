package io.tributary.collector.podlog;

import io.tributary.collector.tail.FileProblem;
import io.tributary.collector.tail.FoundFile.Form;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** One container's directory under {@code pods}, with what lies in Docker's own directory where its files are links to there. */
final class ContainerFolder {

    private final String podDirectory;
    private final String container;
    private final Path folder;
    private final Refusals refusals;
    private List<LogFile> files = List.of();
    private Set<Path> folders;
    private boolean read;

    ContainerFolder(Path folder, Refusals refusals) {
        this.folder = folder;
        this.container = folder.getFileName().toString();
        this.podDirectory = folder.getParent().getFileName().toString();
        this.refusals = refusals;
        this.folders = Set.of(folder);
    }

    /**
     * A log file, with where it really lies.
     *
     * @param linked whether a link led there
     */
    record LogFile(PodLogPath name, Path path, Form form, Object fileKey, long size, boolean linked) {}

    /**
     * Reads the names.
     *
     * @return whether the directory is there; one that cannot be read keeps what it showed last
     */
    boolean read(AllowedRoots roots) {
        List<LogFile> now = new ArrayList<>();
        Set<Path> visited = new HashSet<>();
        visited.add(folder);
        try {
            for (Path path : Names.in(folder)) {
                add(path, roots, now, visited);
            }
        } catch (NoSuchFileException e) {
            files = List.of();
            return false;
        } catch (IOException e) {
            refusals.refuse(e, folder);
            read = false;
            return true;
        }
        read = true;
        files = List.copyOf(now);
        folders = visited;
        return true;
    }

    private void add(Path path, AllowedRoots roots, List<LogFile> into, Set<Path> visited) {
        PodLogPath name =
                PodLogPath.parse(podDirectory, container, path.getFileName().toString());
        if (name == null) {
            if (!path.getFileName().toString().endsWith(".tmp")) {
                refusals.refuse(FileProblem.FOREIGN_NAME, path);
            }
        } else if (name.isCurrent() && Files.isSymbolicLink(path)) {
            follow(path, name, roots, into, visited);
        } else {
            addRegular(path, name, form(name.rotated(), name.compressed()), into, false);
        }
    }

    private static Form form(String rotated, boolean compressed) {
        if (compressed) {
            return Form.COMPRESSED;
        }
        return rotated == null ? Form.CURRENT : Form.ROTATED;
    }

    /** What a link led to is refused under the link's name, which is what somebody has to mend. */
    private void addRegular(Path path, PodLogPath name, Form form, List<LogFile> into, boolean linked) {
        Path refused = linked ? folder.resolve(PodLogPath.fileName(name.restart())) : path;
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (attributes.isRegularFile()) {
                into.add(new LogFile(name, path, form, attributes.fileKey(), attributes.size(), linked));
            } else {
                refusals.refuse(FileProblem.NOT_A_FILE, refused);
            }
        } catch (NoSuchFileException e) {
            // It was renamed or removed since its name was read; its new name shows in the next listing.
        } catch (IOException e) {
            refusals.refuse(e, refused);
        }
    }

    /** Dockershim's way: the kubelet's file is a link into Docker's directory, where rotation happens. */
    private void follow(Path link, PodLogPath name, AllowedRoots roots, List<LogFile> into, Set<Path> visited) {
        try {
            Path real = LinkChain.end(link);
            if (roots.place(real) == null) {
                refusals.refuse(FileProblem.OUTSIDE_ROOTS, link);
                return;
            }
            if (roots.isAmongPods(real)) {
                refusals.refuse(FileProblem.SAME_FILE, link); // a container's own file, read where it lies
                return;
            }
            Path directory = real.getParent();
            String id = directory.getFileName().toString();
            if (DockerLogName.parse(id, real.getFileName().toString()) == null) {
                addRegular(real, name, Form.CURRENT, into, true);
                return;
            }
            visited.add(directory);
            for (Path sibling : Names.in(directory)) {
                DockerLogName docker =
                        DockerLogName.parse(id, sibling.getFileName().toString());
                if (docker != null) {
                    addRegular(sibling, name, form(docker.rotated(), docker.compressed()), into, true);
                }
            }
        } catch (IOException e) {
            refusals.refuse(e, link);
        }
    }

    List<LogFile> files() {
        return files;
    }

    /** The directories whose names matter. */
    Set<Path> folders() {
        return folders;
    }

    /** Whether it could be read when that was last tried. */
    boolean isRead() {
        return read;
    }

    Path folder() {
        return folder;
    }
}
