package io.tributary.collector;

import io.tributary.runtime.Launcher;
import java.util.List;

/** Entry point of the collector process. */
public final class CollectorMain {

    private CollectorMain() {}

    /** Runs the collector until a signal comes, or one of its commands; see {@code --help}. */
    public static void main(String[] args) {
        System.exit(Launcher.run(new CollectorPart(), List.of(new CheckpointCommand(System.getenv())), args));
    }
}
