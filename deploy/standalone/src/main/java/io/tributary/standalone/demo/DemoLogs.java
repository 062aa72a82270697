package io.tributary.standalone.demo;

import io.tributary.standalone.load.ContainerInstance;
import io.tributary.standalone.load.ContainerLog;
import io.tributary.standalone.load.LogFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The log files of the demo's pods, open to be written. */
final class DemoLogs {

    private DemoLogs() {}

    /** @param root folder that gets {@code containers} and {@code pods}; what an earlier run left there is gone on with */
    static List<ContainerLog> open(Path root) throws IOException {
        List<ContainerLog> open = new ArrayList<>();
        for (ContainerInstance instance : DemoCluster.containers()) {
            ContainerLog log = ContainerLog.create(root, instance, LogFormat.CRI);
            if (!Files.exists(log.link(), LinkOption.NOFOLLOW_LINKS)) {
                log.makeLink();
            }
            open.add(log);
        }
        return open;
    }
}
