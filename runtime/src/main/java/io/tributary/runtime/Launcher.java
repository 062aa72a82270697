package io.tributary.runtime;

import java.util.List;

/** Runs one part of the system as a process: command line, configuration, signals, exit code. */
public final class Launcher {

    private Launcher() {}

    /**
     * Runs the part, or one of its commands, until it is done or a signal comes.
     *
     * @param part what is run when no command is named
     * @param commands picocli command objects that live with the part, such as {@code status}
     * @return exit code: 0 good, 1 failure, 2 wrong usage, 78 bad configuration
     */
    public static int run(Part part, List<Object> commands, String... args) {
        return 1;
    }
}
