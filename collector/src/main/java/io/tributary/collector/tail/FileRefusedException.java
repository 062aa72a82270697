package io.tributary.collector.tail;

import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** A file that must not be read, with the reason. */
public final class FileRefusedException extends FileSystemException {

    private static final long serialVersionUID = 1L;

    private final FileProblem problem;

    /**
     * For a path.
     *
     * @param reason what is wrong and what to do, for people
     */
    public FileRefusedException(FileProblem problem, Path path, String reason) {
        super(path.toString(), null, reason);
        this.problem = problem;
    }

    /** The reason as it is counted. */
    public FileProblem problem() {
        return problem;
    }
}
