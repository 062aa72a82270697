package io.tributary.collector.podlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tributary.collector.tail.FileProblem;
import io.tributary.collector.tail.FileRefusedException;
import io.tributary.collector.tail.FoundFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is opened and what is not, when nobody interferes; {@link SwapRaceTest} has somebody who does. */
@Timeout(30) // opening a pipe would block for ever
class PodLogOpenerTest {

    @TempDir
    private Path temp;

    private LogFolders folders;
    private PodLogOpener opener;

    @BeforeEach
    void setUp() throws IOException {
        temp = temp.toRealPath();
        folders = new LogFolders(temp);
        opener = new PodLogOpener(folders.roots, true);
        // whatever the umask is
        for (Path folder : List.of(folders.root.resolve("pods"), folders.pod, folders.app, folders.docker)) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    @Test
    void shouldOpenTheFileThatWasSeen() throws IOException {
        assertThat(open(LogFolders.found(folders.log))).isEqualTo(LogFolders.OWN);
    }

    @Test
    void shouldOpenAFileInAnotherAllowedFolder() throws IOException {
        Path json = Files.writeString(folders.docker.resolve("json.log"), LogFolders.OWN);

        assertThat(open(LogFolders.found(json))).isEqualTo(LogFolders.OWN);
    }

    @Test
    void shouldOpenAFileBelowARootThatIsReachedByALink() throws IOException {
        Path elsewhere = Files.createSymbolicLink(temp.resolve("link-to-log"), folders.root);
        opener = new PodLogOpener(new AllowedRoots(elsewhere, List.of()), true);

        assertThat(open(LogFolders.found(elsewhere.resolve("pods/" + LogFolders.POD + "/app/0.log"))))
                .isEqualTo(LogFolders.OWN);
    }

    @Test
    void shouldRefuseALinkInTheFilesPlace() throws IOException {
        FoundFile found = LogFolders.found(folders.log);
        Files.delete(folders.log);
        Files.createSymbolicLink(folders.log, folders.foreign.resolve("0.log"));

        assertRefused(found, FileProblem.NOT_A_FILE);
    }

    @Test
    void shouldRefuseALinkInThePlaceOfAnyFolder() throws IOException {
        Path moved = temp.resolve("moved");
        for (Path folder : List.of(folders.app, folders.pod)) {
            Files.move(folder, moved);
            Files.createSymbolicLink(folder, moved);

            assertRefused(LogFolders.found(folders.log), FileProblem.NOT_A_FILE);

            Files.delete(folder);
            Files.move(moved, folder);
        }
        assertThat(open(LogFolders.found(folders.log))).isEqualTo(LogFolders.OWN);
    }

    @Test
    void shouldNotFollowARootThatWasReplacedByALinkLater() throws IOException {
        FoundFile found = LogFolders.found(folders.log);
        open(found);
        Path pods = folders.root.resolve("pods");

        Files.move(pods, temp.resolve("other"));
        Files.createSymbolicLink(pods, temp.resolve("other"));

        assertRefused(found, FileProblem.NOT_A_FILE);
        assertThat(folders.roots.moved()).containsExactly(pods);
    }

    @Test
    void shouldRefuseAFileWithFurtherNames() throws IOException {
        Files.delete(folders.log);
        Files.createLink(folders.log, folders.foreign.resolve("0.log"));

        assertRefused(LogFolders.found(folders.log), FileProblem.HARD_LINK);
    }

    @Test
    void shouldRefuseWhatLiesOutsideOfEveryRoot() throws IOException {
        assertRefused(LogFolders.found(folders.foreign.resolve("0.log")), FileProblem.OUTSIDE_ROOTS);
    }

    @Test
    void shouldRefuseTheSystemsOwnLogsBesideThePods() throws IOException {
        Path auth = Files.writeString(folders.root.resolve("auth.log"), LogFolders.FOREIGN);

        assertRefused(LogFolders.found(auth), FileProblem.OUTSIDE_ROOTS);
    }

    @Test
    void shouldNotOpenAnotherFileThanTheOneThatWasSeen() throws IOException {
        FoundFile found = LogFolders.found(folders.log);
        Files.move(folders.log, folders.app.resolve("0.log.20240101-000000"));
        Files.writeString(folders.log, "new\n");

        assertThatThrownBy(() -> opener.open(found)).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void shouldRefuseAPipeWithoutWaitingForAWriter() throws Exception {
        FoundFile found = LogFolders.found(folders.log);
        Files.delete(folders.log);
        LogFolders.pipe(folders.log);

        assertRefused(found, FileProblem.NOT_A_FILE);
    }

    @Test
    void shouldRefuseAPipeInAFoldersPlaceWithoutWaitingForAWriter() throws Exception {
        FoundFile found = LogFolders.found(folders.log);
        Files.move(folders.app, temp.resolve("app"));
        LogFolders.pipe(folders.app);

        assertRefused(found, FileProblem.NOT_A_FILE);
    }

    @Test
    void shouldRefuseAFileInAFolderThatOthersMayWriteTo() throws IOException {
        for (Path folder : List.of(folders.root.resolve("pods"), folders.pod, folders.app)) {
            for (String permissions : List.of("rwxrwxr-x", "rwxr-xrwx")) {
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(permissions));

                assertRefused(LogFolders.found(folders.log), FileProblem.WRITABLE_FOLDER);
            }
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        assertThat(open(LogFolders.found(folders.log))).isEqualTo(LogFolders.OWN);
    }

    @Test
    void shouldNotMindWhoMayWriteAboveTheRoot() throws IOException {
        Files.setPosixFilePermissions(folders.root, PosixFilePermissions.fromString("rwxrwxr-x"));

        assertThat(open(LogFolders.found(folders.log))).isEqualTo(LogFolders.OWN);
    }

    @Test
    void shouldRefuseWhatBelongsToAnotherUser() throws IOException {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root can give files away");
        for (Path given : List.of(folders.log, folders.app, folders.pod)) {
            Files.setAttribute(given, "unix:uid", 4_711);

            assertRefused(LogFolders.found(folders.log), FileProblem.FOREIGN_OWNER);

            Files.setAttribute(given, "unix:uid", 0);
        }
        assertThat(open(LogFolders.found(folders.log))).isEqualTo(LogFolders.OWN);
    }

    @Test
    void shouldReadWhatOthersMayWriteWhenOwnersAreNotChecked() throws IOException {
        Files.setPosixFilePermissions(folders.app, PosixFilePermissions.fromString("rwxrwxrwx"));
        opener = new PodLogOpener(folders.roots, false);

        assertThat(open(LogFolders.found(folders.log))).isEqualTo(LogFolders.OWN);
    }

    @Test
    void shouldLeaveNoHandleBehindWhenItRefuses() throws IOException {
        FoundFile right = LogFolders.found(folders.log);
        Path hard = Files.createLink(folders.app.resolve("1.log"), folders.foreign.resolve("0.log"));
        FoundFile wrong = LogFolders.found(hard);
        open(right);
        long before = handles();

        for (int i = 0; i < 200; i++) {
            assertRefused(wrong, FileProblem.HARD_LINK);
        }

        assertThat(handles()).isLessThan(before + 50);
    }

    private static long handles() throws IOException {
        try (Stream<Path> handles = Files.list(Path.of("/proc/self/fd"))) {
            return handles.count();
        }
    }

    private String open(FoundFile found) throws IOException {
        try (FileChannel channel = opener.open(found)) {
            return LogFolders.content(channel);
        }
    }

    private void assertRefused(FoundFile found, FileProblem problem) {
        assertThatThrownBy(() -> opener.open(found))
                .isInstanceOfSatisfying(
                        FileRefusedException.class,
                        e -> assertThat(e.problem()).as(e.getMessage()).isEqualTo(problem));
    }
}
