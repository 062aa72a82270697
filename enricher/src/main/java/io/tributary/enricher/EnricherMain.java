package io.tributary.enricher;

import io.tributary.runtime.Launcher;
import java.util.List;

/** Entry point of the enricher process. */
public final class EnricherMain {

    private EnricherMain() {}

    /** Runs the enricher until a signal comes; see {@code --help}. */
    public static void main(String[] args) {
        System.exit(Launcher.run(new EnricherPart(), List.of(), args));
    }
}
