package io.tributary.enricher.watch;

import io.tributary.runtime.Check;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Instead of an API server, a file that is read again whenever it changes; each time it is a complete list.
 * A file that is gone, half written or bad changes nothing: what was last known stays.
 */
final class PodFileSource implements PodSource {

    private static final Logger LOGGER = LoggerFactory.getLogger(PodFileSource.class);

    /** Within this time of its last change a file may change again without a new time stamp, in ms. */
    private static final long SETTLED_MS = 2_000;

    private record Version(long modifiedMs, long size, Object fileKey) {}

    private final Path path;
    private final PodListFile file;
    private final long intervalMs;
    private final WatcherMetrics metrics;
    private final LongSupplier clock;
    private final Trouble trouble;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "tributary-watcher-file");
    private volatile long heardAt;
    private volatile boolean failed;
    private Version seen;
    private PodFeed feed;

    /**
     * A source that is not started.
     *
     * @param intervalMs how often to look whether the file has changed, in ms
     * @param clock ms since the epoch
     */
    PodFileSource(Path path, PodMapper mapper, long intervalMs, WatcherMetrics metrics, LongSupplier clock) {
        this.path = path;
        this.file = new PodListFile(path, mapper);
        this.intervalMs = intervalMs;
        this.metrics = metrics;
        this.clock = clock;
        this.trouble = new Trouble(
                "pod list " + path,
                "write it with kubectl get pods,namespaces -A -o json to another name, then rename it");
    }

    @Override
    public void start(PodFeed feed) {
        this.feed = feed;
        trouble.has("not read yet", clock.getAsLong());
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public Check check() {
        return trouble.check(clock.getAsLong());
    }

    @Override
    public Check probe() {
        return Files.isReadable(path)
                ? Check.ok()
                : Check.failed("pod list " + path + " cannot be read", "check pods.file and the file's permissions");
    }

    @Override
    public long heardAt() {
        return heardAt;
    }

    @Override
    public boolean failed() {
        return failed;
    }

    @Override
    public void close() {
        closing.countDown();
    }

    /** Looks once, and reads if there is something new. */
    void look(PodFeed to) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            long modified = attributes.lastModifiedTime().toMillis();
            Version version = new Version(modified, attributes.size(), attributes.fileKey());
            long now = clock.getAsLong();
            if (!version.equals(seen)) {
                tell(to, file.read());
                trouble.over();
                // A file so fresh may still change within the same tick of its time stamp: look again.
                seen = now - modified > SETTLED_MS ? version : null;
            }
            heardAt = now;
        } catch (NoSuchFileException e) {
            bad("it is not there");
        } catch (IOException e) {
            bad(e.getMessage());
        }
    }

    private void tell(PodFeed to, PodListFile.Contents contents) {
        Set<String> namespaces = new HashSet<>();
        to.listStarted(PodFeed.Kind.NAMESPACES);
        contents.namespaces().forEach((name, facts) -> {
            namespaces.add(facts.getUid());
            to.namespaceUpserted(name, facts);
        });
        to.listCompleted(PodFeed.Kind.NAMESPACES, namespaces);
        Set<String> pods = new HashSet<>();
        to.listStarted(PodFeed.Kind.PODS);
        contents.pods().forEach(pod -> {
            pods.add(pod.uid());
            to.podUpserted(pod);
        });
        to.listCompleted(PodFeed.Kind.PODS, pods);
        if (namespaces.isEmpty() && !pods.isEmpty()) {
            LOGGER.atWarn()
                    .addKeyValue("path", path)
                    .addKeyValue("remedy", "write it with kubectl get pods,namespaces -A -o json")
                    .log("pod list has no namespaces: rows will lack their labels");
        }
    }

    private void bad(String why) {
        if (trouble.isNews(why)) {
            LOGGER.atWarn()
                    .addKeyValue("path", path)
                    .addKeyValue("reason", why)
                    .log("pod list cannot be used, keeping what was last known");
        }
        metrics.listed(PodFeed.Kind.PODS, false);
        trouble.has(why, clock.getAsLong());
    }

    private void run() {
        try {
            do {
                look(feed);
            } while (!closing.await(intervalMs, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            failed = true;
            LOGGER.atError().addKeyValue("path", path).setCause(e).log("the pod list is not read any more");
        }
    }
}
