package io.tributary.standalone.benchmark;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A kubelet's layout full of unread lines: one pod per file, every line exactly so many bytes, with random identifiers in the text.
 *
 * @param root holds {@code containers/} and {@code pods/}
 * @param files number of files
 * @param linesPerFile lines in each
 * @param lineBytes length of a line with its newline, 200 or more
 * @param format what the runtime writes
 */
record Backlog(Path root, int files, int linesPerFile, int lineBytes, Format format) {

    /** How a runtime writes a line: what is before the message, and behind it. */
    enum Format {
        CRI("%1$s stdout F ", "\n"),
        DOCKER_JSON("{\"log\":\"", "\\n\",\"stream\":\"stdout\",\"time\":\"%1$s\"}\n");

        private final String before;
        private final String behind;

        Format(String before, String behind) {
            this.before = before;
            this.behind = behind;
        }
    }

    /** All bytes on the disk. */
    long bytes() {
        return (long) files * linesPerFile * lineBytes;
    }

    /** All lines. */
    long lines() {
        return (long) files * linesPerFile;
    }

    /** Writes everything; the same every time. */
    void write() throws IOException {
        Path links = Files.createDirectories(root.resolve("containers"));
        for (int file = 0; file < files; file++) {
            String pod = "web-" + file;
            Path log = Files.createDirectories(root.resolve("pods/" + podDirectory(file) + "/app"))
                    .resolve("0.log");
            writeFile(log, file);
            String id = String.format("%064x", file + 1);
            Files.createSymbolicLink(links.resolve(pod + "_shop_app-" + id + ".log"), log);
        }
    }

    /** What {@code kubectl get pods,namespaces -A -o json} would say of these pods. */
    void writePods(Path target) throws IOException {
        List<String> items = new ArrayList<>();
        items.add("""
                {"apiVersion":"v1","kind":"Namespace","metadata":{"name":"shop","uid":"7b7c1d4e-0000-4000-8000-000000000000",\
                "creationTimestamp":"2026-01-01T00:00:00Z","labels":{"team":"shop","kubernetes.io/metadata.name":"shop"}}}""");
        for (int file = 0; file < files; file++) {
            items.add(String.format("""
                    {"apiVersion":"v1","kind":"Pod","metadata":{"name":"web-%d","namespace":"shop","uid":"%s",\
                    "creationTimestamp":"2026-01-01T00:00:00Z","resourceVersion":"1","labels":{"app":"web","release":"main",\
                    "app.kubernetes.io/name":"web","app.kubernetes.io/part-of":"shop","pod-template-hash":"5d78c9869d"}},\
                    "spec":{"nodeName":"node-1","containers":[{"name":"app","image":"registry.example/web:1.2"}]},\
                    "status":{"phase":"Running","podIP":"10.0.0.%d"}}""", file, uid(file), file));
        }
        Files.writeString(
                target, "{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":[" + String.join(",", items) + "]}");
    }

    private static String podDirectory(int file) {
        return "shop_web-" + file + "_" + uid(file);
    }

    private static String uid(int file) {
        return String.format("7b7c1d4e-0000-4000-8000-%012d", file + 1);
    }

    private void writeFile(Path log, int seed) throws IOException {
        Random random = new Random(seed);
        byte[] line = new byte[lineBytes];
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(log), 1 << 20)) {
            for (int number = 0; number < linesPerFile; number++) {
                String time = String.format(
                        "2026-01-05T%02d:%02d:%02d.%09dZ", number / 3600 % 24, number / 60 % 60, number % 60, number);
                String text = String.format(format.before, time)
                        + String.format(
                                "level=info request=%016x user=%08x path=/api/items/%d status=200 ",
                                random.nextLong(), random.nextInt(), number);
                byte[] start = text.getBytes(StandardCharsets.US_ASCII);
                byte[] end = String.format(format.behind, time).getBytes(StandardCharsets.US_ASCII);
                System.arraycopy(start, 0, line, 0, start.length);
                for (int i = start.length; i < lineBytes - end.length; i++) {
                    line[i] = (byte) ((i & 7) == 0 ? ' ' : 'a' + ((i * 7 + number) % 26));
                }
                System.arraycopy(end, 0, line, lineBytes - end.length, end.length);
                out.write(line);
            }
        }
    }
}
