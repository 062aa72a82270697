package io.tributary.standalone.kit;

import io.tributary.standalone.guarantee.Guarantees;
import io.tributary.standalone.guarantee.WrittenLine;
import io.tributary.standalone.load.ContainerInstance;
import io.tributary.standalone.load.ContainerLog;
import io.tributary.standalone.load.LogFormat;
import io.tributary.standalone.load.NumberedLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;

/** A node's log folder, written as its runtime and kubelet do; every numbered line is told to the guarantees. */
public final class KubeletDirectory {

    private static final int MESSAGE = 160;

    private final Path root;
    private final Path docker;
    private final Guarantees guarantees;
    private int rotations;

    /**
     * A folder with nothing in it.
     *
     * @param directory gets {@code log}, the logs root, and {@code docker}, Docker's own folder
     */
    public KubeletDirectory(Path directory, Guarantees guarantees) throws IOException {
        this.root = Files.createDirectories(directory.resolve("log"));
        this.docker = Files.createDirectories(directory.resolve("docker"));
        this.guarantees = guarantees;
        Files.createDirectories(root.resolve("containers"));
        Files.createDirectories(root.resolve("pods"));
    }

    /** The folder that holds {@code containers} and {@code pods}. */
    public Path root() {
        return root;
    }

    /** Where Docker's files lie, outside of the root. */
    public Path docker() {
        return docker;
    }

    /** A container whose runtime writes CRI text; linked. */
    public Log cri(ContainerInstance instance) throws IOException {
        return linked(ContainerLog.create(root, instance, LogFormat.CRI));
    }

    /** A container of Docker: the kubelet's file is itself a link, to Docker's own folder. */
    public Log docker(ContainerInstance instance) throws IOException {
        Path own = Files.createDirectories(docker.resolve(instance.containerId()))
                .resolve(instance.containerId() + "-json.log");
        Path directory = Files.createDirectories(
                root.resolve("pods").resolve(instance.podDirectory()).resolve(instance.container()));
        Files.createSymbolicLink(directory.resolve(instance.restart() + ".log"), own);
        return linked(ContainerLog.create(root, instance, LogFormat.DOCKER_JSON));
    }

    private Log linked(ContainerLog log) throws IOException {
        log.makeLink();
        return new Log(log);
    }

    /** One container instance's log. */
    public final class Log {

        private final ContainerLog log;
        private final Map<String, Long> sequences = new HashMap<>();

        private Log(ContainerLog log) {
            this.log = log;
        }

        /** Writes so many numbered lines, every fourth to stderr. */
        public Log write(int lines) throws IOException {
            return write(lines, MESSAGE);
        }

        /** The same with messages of so many characters. */
        public Log write(int lines, int length) throws IOException {
            for (int i = 0; i < lines; i++) {
                writeOne(i % 4 == 3 ? "stderr" : "stdout", length);
            }
            return this;
        }

        /** As the kubelet rotates: see {@link ContainerLog#rotate}. */
        public Log rotate() throws IOException {
            log.rotate(String.format("20261122-%06d", ++rotations));
            return this;
        }

        /** The pod is deleted: link, files and folders go. */
        public void delete() throws IOException {
            log.delete();
        }

        /** The container ended; its files stay. */
        public void end() throws IOException {
            log.close();
        }

        private void writeOne(String stream, int length) throws IOException {
            Instant now = Instant.now();
            long sequence = sequences.merge(stream, 1L, Long::sum) - 1;
            NumberedLine line = new NumberedLine(
                    log.instance().series(stream), sequence, ChronoUnit.MICROS.between(Instant.EPOCH, now));
            long before = log.size();
            log.write(now, stream, line.text(length));
            guarantees.written(new WrittenLine(log.instance(), line, (int) (log.size() - before)));
        }
    }
}
