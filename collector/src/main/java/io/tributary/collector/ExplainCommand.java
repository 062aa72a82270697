package io.tributary.collector;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code explain}: says what there is to explain. */
@Command(name = "explain", description = "Says what is known of one thing, what is pending and why.")
final class ExplainCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to explain: explain file FILE");
    }
}
