package io.tributary.collector.podlog;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.collector.chunk.FileId;
import io.tributary.collector.chunk.FileKey;
import io.tributary.collector.chunk.LogSource;
import io.tributary.collector.tail.FileFinder.Found;
import io.tributary.collector.tail.FileProblem;
import io.tributary.collector.tail.FoundFile;
import io.tributary.collector.tail.FoundFile.Form;
import io.tributary.collector.tail.Remembered;
import io.tributary.collector.tail.StartPosition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PodLogFinderTest {

    private static final String ID = "0069869de9adf97f574c62029aeba65d1ecd85a2a112e87fbc28afe4dec2b843";
    private static final String OTHER_ID = "f" + ID.substring(1);
    private static final String POD = "shop_web-0_11111111-2222-3333-4444-555555555555";

    @TempDir
    Path temp;

    private Path root;
    private Path docker;
    private PodLogFinder finder;
    private final Problems problems = new Problems();

    @BeforeEach
    void setUp() throws IOException {
        temp = temp.toRealPath();
        root = Files.createDirectories(temp.resolve("log"));
        docker = Files.createDirectories(temp.resolve("docker"));
        Files.createDirectories(root.resolve("containers"));
        finder = new PodLogFinder(root, new AllowedRoots(root, List.of(docker)), problems);
    }

    @Test
    void shouldTakeNamesFromTheDirectoryAndTheIdFromTheLink() throws IOException {
        Path log = write("pods/" + POD + "/app/3.log");
        Path link = link("containers/web-0_shop_app-" + ID + ".log", log);

        FoundFile file = only(finder.findAll());

        assertThat(file.path()).isEqualTo(log);
        assertThat(file.form()).isEqualTo(Form.CURRENT);
        assertThat(file.directory()).isEqualTo(log.getParent());
        assertThat(file.source()).isEqualTo(new LogSource(POD, "app", 3, ID, link.toString(), log.toString()));
    }

    @Test
    void shouldSayWhoseLogAFileWasThatIsNoLongerThere() {
        Path pods = root.resolve("pods").resolve(POD);
        Path path = pods.resolve("app/3.log.20240101-000000");
        StartPosition start = new StartPosition(0, 10, new byte[0], -1, false);

        FoundFile absent = finder.absent(new Remembered(new FileKey(new FileId(1, 2), 0), POD, "app", 3, path, start));

        assertThat(absent.source().podDirectory()).isEqualTo(POD);
        assertThat(absent.source().restart()).isEqualTo(3);
        assertThat(absent.source().podLogPath())
                .isEqualTo(pods.resolve("app/3.log").toString());
        assertThat(absent.directory()).isEqualTo(pods.resolve("app"));
        assertThat(absent.form()).isEqualTo(Form.ROTATED);
    }

    @Test
    void shouldNotClaimToKnowWhatIsGoneWhenThePodsFolderIsMissing() throws IOException {
        Path missing = root.resolve("pods").resolve(POD).resolve("app");
        assertThat(finder.findAll().unread()).contains(root.resolve("pods"));

        write("pods/another_pod_uid/app/0.log");

        assertThat(finder.findAll().unread()).doesNotContain(root.resolve("pods"), missing);
    }

    @Test
    void shouldNameTheLinkAsTheKubeletWouldWhenThereIsNone() throws IOException {
        Path log = write("pods/" + POD + "/app/0.log");

        LogSource source = only(finder.findAll()).source();

        assertThat(source.containerId()).isNull();
        assertThat(source.linkPath())
                .isEqualTo(root.resolve("containers/web-0_shop_app.log").toString());
        assertThat(source.podLogPath()).isEqualTo(log.toString());
    }

    @Test
    void shouldNotBelieveALinkThatNamesAnotherPodThanItsTarget() throws IOException {
        Path log = write("pods/" + POD + "/app/0.log");
        Path forged = link("containers/kube-apiserver-n1_kube-system_kube-apiserver-" + ID + ".log", log);

        LogSource source = only(finder.findAll()).source();

        assertThat(source.podDirectory()).isEqualTo(POD);
        assertThat(source.containerId()).isNull();
        assertThat(source.linkPath()).doesNotContain("kube-apiserver");
        assertThat(problems.seen).containsExactly(FileProblem.LINK_MISMATCH + " " + forged);
    }

    @Test
    void shouldNotBelieveAnIdThatIsNone() throws IOException {
        link("containers/web-0_shop_app-not-an-id.log", write("pods/" + POD + "/app/0.log"));

        assertThat(only(finder.findAll()).source().containerId()).isNull();
    }

    @Test
    void shouldTakeTheFirstInByteOrderWhenSeveralLinksFit() throws IOException {
        Path log = write("pods/" + POD + "/app/0.log");
        link("containers/web-0_shop_app-" + OTHER_ID + ".log", log);
        link("containers/web-0_shop_app-" + ID + ".log", log);

        assertThat(only(finder.findAll()).source().containerId()).isEqualTo(ID);
    }

    @Test
    void shouldAcceptALinkWhoseNameWasCut() throws IOException {
        String container = "c".repeat(63);
        String pod = "p".repeat(63);
        String namespace = "n".repeat(63);
        Path log = write("pods/" + namespace + "_" + pod + "_uid/" + container + "/0.log");
        String whole = pod + "_" + namespace + "_" + container + "-" + ID;
        Path link = link("containers/" + whole.substring(0, 251) + ".log", log);

        LogSource source = only(finder.findAll()).source();

        assertThat(source.linkPath()).isEqualTo(link.toString());
        assertThat(source.containerId()).as("the cut took part of it").isNull();
    }

    @Test
    void shouldRememberTheLinkWhenItIsRemovedBeforeTheFile() throws IOException {
        Path log = write("pods/" + POD + "/app/0.log");
        Path link = link("containers/web-0_shop_app-" + ID + ".log", log);
        LogSource before = only(finder.findAll()).source();

        Files.delete(link);

        assertThat(only(finder.findAll()).source()).isEqualTo(before);
    }

    @Test
    void shouldFindRotatedAndCompressedSiblingsOfEveryInstance() throws IOException {
        write("pods/" + POD + "/app/0.log");
        write("pods/" + POD + "/app/1.log");
        write("pods/" + POD + "/app/1.log.20240101-000000");
        write("pods/" + POD + "/app/1.log.20231231-000000.gz");
        write("pods/" + POD + "/app/1.log.20231231-000000.gz.tmp");
        write("pods/" + POD + "/app/notes.txt");

        Found found = finder.findAll();

        assertThat(found.files())
                .extracting(file -> file.path().getFileName() + " " + file.form())
                .containsExactlyInAnyOrder(
                        "0.log CURRENT",
                        "1.log CURRENT",
                        "1.log.20240101-000000 ROTATED",
                        "1.log.20231231-000000.gz COMPRESSED");
        assertThat(found.files().stream()
                        .map(file -> file.source().podLogPath())
                        .distinct())
                .containsExactlyInAnyOrder(
                        root.resolve("pods").resolve(POD).resolve("app/0.log").toString(),
                        root.resolve("pods").resolve(POD).resolve("app/1.log").toString());
        assertThat(problems.seen)
                .singleElement()
                .asString()
                .startsWith("FOREIGN_NAME")
                .endsWith("notes.txt");
    }

    @Test
    void shouldFollowTheKubeletsLinkIntoDockersDirectoryAndFindItsSiblingsThere() throws IOException {
        Path json = write(docker.resolve(ID).resolve(ID + "-json.log"));
        Path older = write(docker.resolve(ID).resolve(ID + "-json.log.1"));
        write(docker.resolve(ID).resolve("config.v2.json"));
        Path log = link("pods/" + POD + "/app/0.log", json);

        Found found = finder.findAll();

        assertThat(found.files()).extracting(FoundFile::path).containsExactlyInAnyOrder(json, older);
        assertThat(found.files())
                .allSatisfy(file -> assertThat(file.source().podLogPath()).isEqualTo(log.toString()));
        assertThat(found.directories()).contains(docker.resolve(ID), log.getParent());
    }

    @Test
    void shouldRefuseCountAndNameOnceALinkThatLeadsOutOfTheAllowedFolders() throws IOException {
        Path secret = write(temp.resolve("secret/shadow"));
        Path planted = link("pods/" + POD + "/app/0.log", secret);

        finder.findAll();
        Found found = finder.findAll();

        assertThat(found.files()).isEmpty();
        assertThat(problems.seen).containsExactly(FileProblem.OUTSIDE_ROOTS + " " + planted);
    }

    @Test
    void shouldRefuseWhatIsNoRegularFile() throws IOException {
        Files.createDirectories(root.resolve("pods/" + POD + "/app/0.log"));

        assertThat(finder.findAll().files()).isEmpty();
        assertThat(problems.seen).singleElement().asString().startsWith("NOT_A_FILE");
    }

    @Test
    void shouldFollowAFileOnceWhateverNumberOfLinksLeadToIt() throws IOException {
        Path log = write("pods/" + POD + "/app/0.log");
        for (char c : "abc".toCharArray()) {
            link("containers/web-0_shop_app-" + c + ID.substring(1) + ".log", log);
        }

        assertThat(only(finder.findAll()).path()).isEqualTo(log);
    }

    @Test
    void shouldLetTheLinkThatWasSeenFirstReadAFileThatAnotherPodsLinkLeadsToAsWell() throws IOException {
        Path json = write(docker.resolve(ID).resolve(ID + "-json.log"));
        Path log = link("pods/" + POD + "/app/0.log", json);
        finder.findAll();

        Path forged = link("pods/a" + POD + "/app/0.log", json);

        assertThat(only(finder.findAll()).source().podLogPath()).isEqualTo(log.toString());
        assertThat(problems.of(forged)).containsExactly(FileProblem.SAME_FILE);
        Files.delete(log);
        finder.findAll();
        assertThat(only(finder.findAll()).source().podLogPath()).isEqualTo(forged.toString());
    }

    @Test
    void shouldReadAContainersFileUnderItsOwnNameOnlyWhenAnotherPodLinksToIt() throws IOException {
        Path log = write("pods/" + POD + "/app/0.log");
        Path forged = link("pods/a" + POD + "/app/0.log", log);

        assertThat(only(finder.findAll()).source().podLogPath()).isEqualTo(log.toString());
        assertThat(problems.of(forged)).containsExactly(FileProblem.SAME_FILE);
    }

    @Test
    void shouldFollowFiveLinksAndNotSix() throws IOException {
        Path json = write(docker.resolve(ID).resolve(ID + "-json.log"));
        Path target = json;
        for (int i = 1; i < 5; i++) {
            target = Files.createSymbolicLink(docker.resolve("hop-" + i), target);
        }
        Path five = link("pods/" + POD + "/app/0.log", target);
        assertThat(only(finder.findAll()).path()).isEqualTo(json);

        Files.delete(five);
        link("pods/" + POD + "/app/0.log", Files.createSymbolicLink(docker.resolve("hop-5"), target));

        assertThat(finder.findAll().files()).isEmpty();
        assertThat(problems.of(five)).containsExactly(FileProblem.LINK_CHAIN);
    }

    @Test
    void shouldNotFollowALinkToTheSystemsOwnLogs() throws IOException {
        Path planted = link("pods/" + POD + "/app/0.log", write("auth.log"));

        assertThat(finder.findAll().files()).isEmpty();
        assertThat(problems.of(planted)).containsExactly(FileProblem.OUTSIDE_ROOTS);
    }

    @Test
    void shouldReadOnlyWhatChangedWhenToldWhere() throws IOException {
        Path app = write("pods/" + POD + "/app/0.log").getParent();
        Path other = write("pods/" + POD + "/other/0.log").getParent();
        finder.findAll();
        write(app.resolve("1.log"));
        write(other.resolve("1.log"));

        assertThat(finder.find(Set.of(app)).files()).hasSize(3);
        assertThat(finder.findAll().files()).hasSize(4);
    }

    @Test
    void shouldFindANewPodWhenOnlyThePodsFolderChanged() throws IOException {
        finder.findAll();
        write("pods/" + POD + "/app/0.log");

        assertThat(finder.find(Set.of(root)).files()).hasSize(1);
        write("pods/" + POD + "x/app/0.log");
        assertThat(finder.find(Set.of(root.resolve("pods"))).files()).hasSize(2);
    }

    @Test
    void shouldNoLongerNameADirectoryThatIsGone() throws IOException {
        Path log = write("pods/" + POD + "/app/0.log");
        finder.findAll();
        Files.delete(log);
        Files.delete(log.getParent());

        Found found = finder.find(Set.of(log.getParent()));

        assertThat(found.files()).isEmpty();
        assertThat(found.directories()).doesNotContain(log.getParent());
    }

    @Test
    void shouldFindNothingWhenTheFolderIsEmptyOrMissing() throws IOException {
        assertThat(finder.findAll().files()).isEmpty();
        Path nowhere = temp.resolve("nowhere");
        assertThat(new PodLogFinder(nowhere, new AllowedRoots(nowhere, List.of()), problems)
                        .findAll()
                        .files())
                .isEmpty();
        assertThat(problems.seen).isEmpty();
    }

    private static FoundFile only(Found found) {
        assertThat(found.files()).hasSize(1);
        return found.files().get(0);
    }

    private Path write(String path) throws IOException {
        return write(root.resolve(path));
    }

    private static Path write(Path path) throws IOException {
        Files.createDirectories(path.getParent());
        return Files.writeString(path, "line\n");
    }

    private Path link(String path, Path target) throws IOException {
        Files.createDirectories(root.resolve(path).getParent());
        return Files.createSymbolicLink(root.resolve(path), target);
    }
}
