package io.tributary.runtime;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What a process is given besides its arguments; a record so that tests can give something else. */
record Terminal(PrintWriter out, PrintWriter err, Map<String, String> environment) {

    static Terminal ofProcess() {
        return new Terminal(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                System.getenv());
    }
}
