package io.tributary.enricher.watch;

import io.tributary.runtime.Launcher;
import java.util.List;

/** Entry point of the watcher process. */
public final class WatcherMain {

    private WatcherMain() {}

    /** Runs the watcher until a signal comes; see {@code --help}. */
    public static void main(String[] args) {
        System.exit(Launcher.run(new WatcherPart(), List.of(), args));
    }
}
