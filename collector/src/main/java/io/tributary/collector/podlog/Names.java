package io.tributary.collector.podlog;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a directory holds, read completely or not at all. */
final class Names {

    private Names() {}

    /**
     * The directory's entries, in no order.
     *
     * @throws IOException also when reading fails half-way, which the JDK reports as an unchecked exception
     */
    static List<Path> in(Path directory) throws IOException {
        List<Path> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            entries.forEach(names::add);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return names;
    }
}
