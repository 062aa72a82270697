package io.tributary.standalone;

import io.tributary.runtime.Launcher;
import io.tributary.standalone.demo.DemoWriterCommand;

/** Entry point of {@code tributary demo-writer}. */
public final class DemoWriterMain {

    private DemoWriterMain() {}

    /** Writes the demo's logs and serves its stub API; see {@code --help}. */
    public static void main(String[] args) {
        System.exit(Launcher.run("demo-writer", new DemoWriterCommand(), args));
    }
}
