package io.tributary.standalone;

import io.tributary.runtime.Launcher;

/** Entry point of {@code tributary standalone}. */
public final class StandaloneMain {

    private StandaloneMain() {}

    /** Runs everything in one JVM; see {@code --help}. */
    public static void main(String[] args) {
        System.exit(Launcher.run("standalone", new StandaloneCommand(RealParts.all(), System::nanoTime), args));
    }
}
