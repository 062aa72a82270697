package io.tributary.standalone;

import io.tributary.runtime.Launcher;
import io.tributary.standalone.demo.DemoCommand;

/** Entry point of {@code tributary demo}. */
public final class DemoMain {

    private static final String LOG_LEVEL = "TRIBUTARY_LOG_LEVEL";

    private DemoMain() {}

    /** Runs the demo; see {@code --help}. */
    public static void main(String[] args) {
        if (System.getenv(LOG_LEVEL) == null && System.getProperty(LOG_LEVEL) == null) {
            // The demo's own words are what a newcomer should read; the logging configuration looks here.
            System.setProperty(LOG_LEVEL, "WARN");
        }
        System.exit(Launcher.run("demo", new DemoCommand(RealParts.all()), args));
    }
}
