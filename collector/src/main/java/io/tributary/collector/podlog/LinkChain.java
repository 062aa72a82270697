package io.tributary.collector.podlog;

import io.tributary.collector.tail.FileProblem;
import io.tributary.collector.tail.FileRefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a link leads in the end. */
final class LinkChain {

    /** The kubelet's way has two: from {@code containers} to {@code pods}, and with Docker on to its own folder. */
    private static final int MOST_LINKS = 5;

    private LinkChain() {}

    /**
     * The path without any link on it.
     *
     * @throws FileRefusedException if more than five links follow one on another, as in a circle
     */
    static Path end(Path link) throws IOException {
        Path at = link;
        for (int links = 0; links <= MOST_LINKS; links++) {
            Path folder = at.getParent().toRealPath();
            Path here = folder.resolve(at.getFileName());
            if (!Files.isSymbolicLink(here)) {
                return here.toRealPath();
            }
            at = folder.resolve(Files.readSymbolicLink(here));
            if (at.getParent() == null) {
                break; // the top of the file system, where no file is
            }
        }
        throw new FileRefusedException(
                FileProblem.LINK_CHAIN, link, "more than " + MOST_LINKS + " links, or a circle of links");
    }
}
