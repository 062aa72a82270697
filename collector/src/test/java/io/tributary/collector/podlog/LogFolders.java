package io.tributary.collector.podlog;

import io.tributary.collector.chunk.LogSource;
import io.tributary.collector.tail.FoundFile;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A kubelet's folders with one container's log, Docker's own folder, and a folder with the same names that nobody may read. */
final class LogFolders {

    static final String POD = "shop_web-0_11111111-2222-3333-4444-555555555555";
    static final String OWN = "2024-01-01T00:00:00.000000000Z stdout F own\n";
    static final String FOREIGN = "2024-01-01T00:00:00.000000001Z stdout F foreign\n";

    final Path root;
    final Path docker;
    final Path pod;
    final Path app;
    final Path log;
    final Path foreign;
    final AllowedRoots roots;

    LogFolders(Path temp) throws IOException {
        root = temp.resolve("log");
        docker = Files.createDirectories(temp.resolve("docker"));
        Files.createDirectories(root.resolve("containers"));
        pod = root.resolve("pods").resolve(POD);
        app = Files.createDirectories(pod.resolve("app"));
        log = Files.writeString(app.resolve("0.log"), OWN);
        foreign = Files.createDirectories(temp.resolve("foreign").resolve("app"));
        Files.writeString(foreign.resolve("0.log"), FOREIGN);
        roots = new AllowedRoots(root, List.of(docker));
    }

    /** What a finder would say of a path now. */
    static FoundFile found(Path path) throws IOException {
        BasicFileAttributes attributes =
                Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        LogSource source = new LogSource(POD, "app", 0, null, "/link", path.toString());
        return new FoundFile(
                source, path, path.getParent(), attributes.fileKey(), attributes.size(), FoundFile.Form.CURRENT);
    }

    static String content(FileChannel channel) throws IOException {
        return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
    }

    static Path pipe(Path path) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("mkfifo", path.toString()).start();
        if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException("mkfifo failed for " + path);
        }
        return path;
    }
}
