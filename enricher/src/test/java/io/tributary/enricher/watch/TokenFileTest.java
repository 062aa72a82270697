package io.tributary.enricher.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenFileTest {

    @TempDir
    private Path directory;

    @Test
    void shouldGiveTheNewestTokenAndKeepItWhenTheFileCannotBeRead() throws IOException {
        // Given
        Path path = directory.resolve("token");
        TokenFile file = new TokenFile(path);
        assertThat(file.getToken()).isNull();
        Files.writeString(path, "first\n");
        assertThat(file.getToken()).isEqualTo("first");
        Files.writeString(path, "second");
        assertThat(file.getToken()).isEqualTo("second");

        // When
        Files.delete(path);

        // Then
        assertThat(file.getToken()).isEqualTo("second");
        Files.writeString(path, "");
        assertThat(file.getToken()).isEqualTo("second");
    }
}
