package io.tributary.collector.tail;

import io.tributary.collector.chunk.LogSource;
import io.tributary.collector.tail.FoundFile.Form;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds {@code <n>.log*} in folders that each stand for one container. */
final class FolderFinder implements FileFinder {

    private static final Pattern NAME = Pattern.compile("(\\d+)\\.log([.\\d-]*?)(\\.gz)?");

    private final Path root;
    private final Set<Path> hidden = new HashSet<>();

    private final Set<Path> unreadable = new HashSet<>();
    private String disturbed;
    private String passedOver;
    private int listings;

    FolderFinder(Path root) {
        this.root = root;
    }

    /** Lets the next listing miss a name, as happens while a directory changes. */
    void missOnce(Path path) {
        hidden.add(path);
    }

    /** Lets a container's files be others than those that are opened, as if they were replaced each time. */
    void disturb(String container) {
        disturbed = container;
    }

    /** Passes over a container from now on; nothing is passed over for {@code null}. */
    void hide(String container) {
        passedOver = container;
    }

    /** Lets a folder be one that cannot be read, and shows nothing of it. */
    void deny(Path folder) {
        unreadable.add(folder);
    }

    /** Every folder can be read again. */
    void allow() {
        unreadable.clear();
    }

    /** How often everything was listed. */
    int listings() {
        return listings;
    }

    @Override
    public FoundFile absent(Remembered file) {
        Path folder = root.resolve(file.container());
        boolean current = file.path().toString().endsWith(".log");
        LogSource source = source(folder, file.restart());
        return new FoundFile(source, file.path(), folder, null, 0, current ? Form.CURRENT : Form.ROTATED);
    }

    @Override
    public Found find(Set<Path> changed) {
        return findAll();
    }

    @Override
    public Found findAll() {
        listings++;
        List<FoundFile> files = new ArrayList<>();
        Set<Path> folders = new HashSet<>(Set.of(root));
        for (Path folder : list(root)) {
            if (folder.getFileName().toString().equals(passedOver)) {
                continue;
            }
            folders.add(folder);
            if (!unreadable.contains(folder)) {
                list(folder).stream().filter(path -> !hidden.contains(path)).forEach(path -> add(path, files));
            }
        }
        hidden.clear();
        return new Found(files, folders, Set.copyOf(unreadable));
    }

    private static List<Path> list(Path folder) {
        try (Stream<Path> names = Files.list(folder)) {
            return names.sorted().toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(Path path, List<FoundFile> files) {
        Matcher name = NAME.matcher(path.getFileName().toString());
        if (!name.matches()) {
            return;
        }
        int restart = Integer.parseInt(name.group(1));
        String folder = path.getParent().getFileName().toString();
        LogSource source = source(path.getParent(), restart);
        Form form = name.group(3) != null ? Form.COMPRESSED : name.group(2).isEmpty() ? Form.CURRENT : Form.ROTATED;
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            Object key = folder.equals(disturbed) ? "another inode" : attributes.fileKey();
            files.add(new FoundFile(source, path, path.getParent(), key, attributes.size(), form));
        } catch (NoSuchFileException e) {
            return;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static LogSource source(Path folder, int restart) {
        String name = folder.getFileName().toString();
        String current = folder.resolve(restart + ".log").toString();
        return new LogSource("ns_pod_uid", name, restart, null, "/link/" + name, current);
    }
}
