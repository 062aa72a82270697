package io.tributary.collector.tail;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;

/** Why a path is not followed, or not now; a closed list, used as a metric's label. */
public enum FileProblem {
    /** It vanished while it was looked at. */
    NOT_FOUND,
    /** The process may not read it. */
    ACCESS_DENIED,
    /** The process has no file handle left. */
    TOO_MANY_OPEN_FILES,
    /** Opening it does not come back. */
    STUCK,
    /** Any other error of the disk or of a compressed file. */
    IO_ERROR,
    /** It is a link, a directory, a pipe, a device. */
    NOT_A_FILE,
    /** Its name is not one that the kubelet or a runtime gives. */
    FOREIGN_NAME,
    /** It belongs to another user than the folder of all logs, or to a folder that does. */
    FOREIGN_OWNER,
    /** A folder above it may be written by others than its owner. */
    WRITABLE_FOLDER,
    /** It has further names, perhaps elsewhere. */
    HARD_LINK,
    /** More than five links lead to it, or in a circle. */
    LINK_CHAIN,
    /** Another path shows the same file, which is read once. */
    SAME_FILE,
    /** It leads out of the folders that may be read. */
    OUTSIDE_ROOTS,
    /** A link's name does not fit the directory that it leads to; the link is ignored, the file is followed. */
    LINK_MISMATCH;

    /** What an attempt to list, open or read a file failed for. */
    public static FileProblem of(IOException e) {
        if (e instanceof FileRefusedException refused) {
            return refused.problem();
        }
        if (e instanceof NoSuchFileException) {
            return NOT_FOUND;
        }
        if (e instanceof AccessDeniedException) {
            return ACCESS_DENIED;
        }
        if (e instanceof FileSystemException f
                && f.getReason() != null
                && f.getReason().startsWith("Too many open files")) {
            return TOO_MANY_OPEN_FILES;
        }
        return IO_ERROR;
    }

    /** Lower case with dashes. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
