package io.tributary.collector.tail;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/** Opens by path, for tests in which nobody changes folders while a file is opened. */
final class PathOpener implements FileOpener {

    @Override
    public FileChannel open(FoundFile found) throws IOException {
        check(found);
        FileChannel channel = FileChannel.open(found.path(), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        try {
            check(found);
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static void check(FoundFile found) throws IOException {
        BasicFileAttributes now =
                Files.readAttributes(found.path(), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!now.isRegularFile() || !found.fileKey().equals(now.fileKey())) {
            throw new NoSuchFileException(found.path().toString(), null, "another file bears this name by now");
        }
    }
}
