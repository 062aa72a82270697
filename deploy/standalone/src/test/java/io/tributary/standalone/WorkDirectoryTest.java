package io.tributary.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkDirectoryTest {

    @TempDir
    Path folder;

    @Test
    void shouldLeaveNothingBehindWhenItIsTemporary() throws Exception {
        WorkDirectory work = WorkDirectory.temporary("tributary-test-");
        Path deep = Files.createDirectories(work.path().resolve("a/b"));
        Files.writeString(deep.resolve("file"), "x");
        Path target = Files.writeString(folder.resolve("target"), "kept");
        Files.createSymbolicLink(deep.resolve("link"), target);

        work.close();
        work.close();

        assertThat(work.path()).doesNotExist();
        assertThat(target).hasContent("kept");
    }

    @Test
    void shouldKeepAFolderOfTheUsers() throws Exception {
        Path own = folder.resolve("made/if/missing");
        try (WorkDirectory work = WorkDirectory.kept(own)) {
            Files.writeString(work.path().resolve("state"), "x");
        }

        assertThat(own.resolve("state")).exists();
    }
}
