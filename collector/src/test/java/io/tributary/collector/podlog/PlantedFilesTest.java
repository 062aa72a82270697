package io.tributary.collector.podlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tributary.collector.tail.FileAccess;
import io.tributary.collector.tail.FileProblem;
import io.tributary.collector.tail.Poller;
import io.tributary.collector.tail.TailConfig;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a container that may write to the node's log folders plants there, and the reading thread with all its parts beside it. */
@Timeout(60)
class PlantedFilesTest {

    @TempDir
    private Path temp;

    private final Problems problems = new Problems();
    private final HandedOver sink = new HandedOver();
    private LogFolders folders;
    private Poller poller;

    @BeforeEach
    void setUp() throws IOException {
        folders = new LogFolders(temp.toRealPath());
        TailConfig config = new TailConfig(
                "test",
                65_536,
                Duration.ofMillis(20),
                Duration.ofMillis(200),
                Duration.ofSeconds(10),
                1 << 30,
                1 << 30);
        FileAccess files = new FileAccess(
                new PodLogFinder(folders.root, folders.roots, problems), new PodLogOpener(folders.roots, false), 16);
        poller = new Poller(config, files, id -> null, sink, problems);
    }

    @AfterEach
    void tearDown() throws InterruptedException {
        assertThat(poller.stop(Duration.ofSeconds(10))).isTrue();
    }

    @Test
    void shouldShipNothingPlantedCountItNameItOnceAndGoOnWithTheNeighbours() throws Exception {
        // Given
        Path secret = folders.foreign.resolve("0.log");
        Path link = Files.createSymbolicLink(planted("link"), secret);
        Path linkedLink = Files.createSymbolicLink(planted("linked-link"), link);
        Path dangling = Files.createSymbolicLink(planted("dangling"), temp.resolve("nothing"));
        Path circle = planted("circle");
        Files.createSymbolicLink(circle, circle);
        Path device = Files.createSymbolicLink(planted("device"), Path.of("/dev/zero"));
        Path folder = Files.createDirectory(planted("folder"));
        Path folderLink = Files.createSymbolicLink(planted("folder-link"), folders.docker);
        Path pipe = LogFolders.pipe(planted("pipe"));
        Path hardLink = Files.createLink(planted("hard-link"), secret);
        Path socket = planted("socket");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(temp.resolve("s")));
            Files.move(temp.resolve("s"), socket);

            // When
            new Thread(poller, "planted-test").start();

            // Then
            await().untilAsserted(() -> assertThat(problems.paths())
                    .contains(link, linkedLink, dangling, circle, device, folder, folderLink, pipe, hardLink, socket));
            Files.writeString(folders.app.resolve("1.log"), LogFolders.OWN.replace("own", "next"));
            await().untilAsserted(() -> assertThat(sink.text()).contains(" next\n"));
        }
        assertThat(sink.text()).contains(" own\n").doesNotContain("foreign");
        assertThat(problems.of(circle)).containsExactly(FileProblem.LINK_CHAIN);
        assertThat(problems.of(link)).containsExactly(FileProblem.OUTSIDE_ROOTS);
        assertThat(problems.of(linkedLink)).containsExactly(FileProblem.OUTSIDE_ROOTS);
        assertThat(problems.of(device)).containsExactly(FileProblem.OUTSIDE_ROOTS);
        assertThat(problems.of(dangling)).containsExactly(FileProblem.NOT_FOUND);
        assertThat(problems.of(pipe)).containsExactly(FileProblem.NOT_A_FILE);
        assertThat(problems.of(socket)).containsExactly(FileProblem.NOT_A_FILE);
        assertThat(problems.of(folder)).containsExactly(FileProblem.NOT_A_FILE);
        assertThat(problems.of(folderLink)).containsExactly(FileProblem.NOT_A_FILE);
        assertThat(problems.of(hardLink)).containsOnly(FileProblem.HARD_LINK);
    }

    /** A pod's directory with one container and its first log's name. */
    private Path planted(String pod) throws IOException {
        return Files.createDirectories(
                        folders.pod.resolveSibling("shop_" + pod + "_uid").resolve("app"))
                .resolve("0.log");
    }
}
