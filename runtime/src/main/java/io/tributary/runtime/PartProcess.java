package io.tributary.runtime;

import io.tributary.runtime.admin.AdminServer;
import io.tributary.runtime.config.ConfigReport;
import io.tributary.runtime.config.ListenAddress;
import io.tributary.runtime.metrics.Metrics;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
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
    private Check said;

    PartProcess(Part part, Map<String, String> environment) {
        this.part = part;
        this.systemd = new SystemdNotify("systemd-notify", environment);
    }

    /**
     * Runs until a signal comes or the part fails.
     *
     * @return 0 after a signal, 1 if the part ended by itself
     * @throws Exception if it cannot start; the message says what to change
     */
    int run(ConfigReport config) throws Exception {
        Map<String, String> values = config.values();
        // The admin server is the first to come, so that a taken port is told before work begins, and the last to go.
        try (StopSignal stop = new StopSignal();
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
            int code = await(component, stop);
            systemd.stopping();
            return code;
        }
    }

    private AdminServer startAdmin(ConfigReport config) throws IOException {
        String listen = config.effective(ListenAddress.ADMIN_LISTEN);
        return listen.isBlank() ? null : AdminServer.start(ListenAddress.parse(listen), endpoints.pages());
    }

    private int await(Component component, StopSignal stop) throws InterruptedException {
        for (int turn = 0; !stop.await(TURN); turn++) {
            if (component.failed()) {
                LOGGER.atError().addKeyValue("part", part.name()).log("Ended by itself; the log above says why");
                return ExitCode.SOFTWARE;
            }
            if (turn % TURNS_PER_CHECK == 0) {
                sayIfChanged(endpoints.readiness().observe().check());
            }
        }
        return ExitCode.OK;
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
