package io.tributary.schemas;

import io.tributary.runtime.Launcher;

/** Entry point of {@code tributary topics}. */
public final class TopicsMain {

    private TopicsMain() {}

    /** Ends the process with the command's exit code. */
    public static void main(String[] args) {
        System.exit(Launcher.run("topics", new TopicsCommand(), args));
    }
}
