package io.tributary.runtime;

import io.tributary.runtime.admin.AdminServer;
import io.tributary.runtime.config.ConfigReport;
import io.tributary.runtime.config.ListenAddress;
import io.tributary.runtime.metrics.Metrics;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.ExitCode;

/** One part from start to end: admin server, systemd, signals, and the end of a part that has failed by itself. */
final class PartProcess {

    private static final Logger LOGGER = LoggerFactory.getLogger(PartProcess.class);
    private static final Duration TURN = Duration.ofSeconds(1);
    private static final int TURNS_PER_CHECK = 5;

    private final Part part;
    private final SystemdNotify systemd;
    private final Endpoints endpoints = new Endpoints(Clock.systemUTC());
    private final Watchdog watchdog;
    private Check said;

    PartProcess(Part part, Map<String, String> environment) {
        this.part = part;
        this.systemd = new SystemdNotify("systemd-notify", environment);
        this.watchdog = new Watchdog(systemd, System::nanoTime);
    }

    /**
     * Runs until a signal comes or the part fails; at SIGHUP the configuration is read again.
     *
     * @param again reads it
     * @return 0 after a signal, 1 if the part ended by itself
     * @throws Exception if it cannot start; the message says what to change
     */
    int run(ConfigReport config, Supplier<ConfigReport> again) throws Exception {
        Map<String, String> values = config.values();
        // The admin server is the first to come, so that a taken port is told before work begins, and the last to go.
        try (StopSignal stop = new StopSignal();
                ReloadSignal hangup = new ReloadSignal();
                DeadThreads dead = new DeadThreads();
                Metrics metrics = new Metrics().withJvm();
                AdminServer admin = startAdmin(config);
                Component component = part.create(values, metrics)) {
            LOGGER.atInfo()
                    .addKeyValue("part", part.name())
                    .addKeyValue("version", Version.text())
                    .addKeyValue("adminPort", admin == null ? "none" : admin.port())
                    .log("Starting");
            LOGGER.atInfo().log("Configuration in force:\n" + config.table().stripTrailing());
            endpoints.add(part.name(), component, metrics);
            component.start();
            endpoints.started();
            systemd.ready();
            Reload reload = new Reload(component, again, values);
            int code = ExitCode.OK;
            for (int turn = 0; code == ExitCode.OK && !stop.await(TURN); turn++) {
                if (hangup.cameAgain()) {
                    reload.run();
                }
                code = look(component, dead, turn);
            }
            systemd.stopping();
            return code;
        }
    }

    private AdminServer startAdmin(ConfigReport config) throws IOException {
        String listen = config.effective(ListenAddress.ADMIN_LISTEN);
        return listen.isBlank() ? null : AdminServer.start(ListenAddress.parse(listen), endpoints.pages());
    }

    /** Once a second: what systemd and the log should hear of, and whether the process can go on. */
    private int look(Component component, DeadThreads dead, int turn) {
        if (component.failed() || dead.any()) {
            LOGGER.atError().addKeyValue("part", part.name()).log("Ended by itself; the log above says why");
            return ExitCode.SOFTWARE;
        }
        if (turn % TURNS_PER_CHECK == 0) {
            sayIfChanged(endpoints.readiness().observe().check());
        }
        watchdog.turn(component, () -> line(component));
        return ExitCode.OK;
    }

    private String line(Component component) {
        String figures = component.headline();
        return figures.isEmpty() ? Endpoints.describe(said) : Endpoints.describe(said) + "; " + figures;
    }

    private void sayIfChanged(Check now) {
        if (now.equals(said)) {
            return;
        }
        systemd.status(Endpoints.describe(now));
        // The words of a failure may bear figures; the log hears of each beginning and end only.
        if (said == null || now.isOk() != said.isOk()) {
            if (now instanceof Check.Failed failed) {
                LOGGER.atWarn()
                        .addKeyValue("part", part.name())
                        .addKeyValue("what", failed.what())
                        .addKeyValue("remedy", failed.remedy())
                        .log("Not ready");
            } else {
                LOGGER.atInfo().addKeyValue("part", part.name()).log("Ready");
            }
        }
        said = now;
    }
}
