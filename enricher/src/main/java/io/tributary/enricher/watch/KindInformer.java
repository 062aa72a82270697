package io.tributary.enricher.watch;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.tributary.runtime.Check;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lists and watches one kind for ever. The library's informer gives up on a 403, a 410 or a bad byte unless told
 * otherwise, and may fall silent without a word: so every exception means "again", every list is paged (one without a
 * limit may be served from a stale cache), and one that has said nothing for too long, not even a bookmark, is replaced.
 */
final class KindInformer<T extends HasMetadata> implements ApiAnswers.Listener, AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(KindInformer.class);
    private static final long PAGE = 500;
    /** A server that asks for more is asked again all the same. */
    private static final long LONGEST_PAUSE_MS = 300_000;

    /**
     * What is informed of.
     *
     * @param kind its name
     * @param resource where it is listed and watched
     * @param empty makes an object without content
     * @param telling how an object becomes a word to the feed
     */
    record Subject<T extends HasMetadata>(
            PodFeed.Kind kind, Informable<T> resource, Supplier<T> empty, KindHandler.Telling<T> telling) {}

    private final Subject<T> subject;
    private final PodFeed feed;
    private final WatcherMetrics metrics;
    private final long silenceMs;
    private final LongSupplier clock;
    private final Trouble trouble;
    private volatile SharedIndexInformer<T> informer;
    private volatile KindHandler<T> handler;
    private volatile boolean failed;
    private volatile boolean closed;
    private volatile boolean watching;
    private volatile long heardAt;
    private volatile long pausedUntil;
    private long builtAt;

    /**
     * An informer that is not started.
     *
     * @param silenceMs how long it may say nothing before it is replaced, in ms
     * @param clock ms since the epoch
     */
    KindInformer(Subject<T> subject, PodFeed feed, WatcherMetrics metrics, long silenceMs, LongSupplier clock) {
        this.subject = subject;
        this.feed = feed;
        this.metrics = metrics;
        this.silenceMs = silenceMs;
        this.clock = clock;
        this.trouble = new Trouble(
                "list and watch of " + subject.kind().plural(),
                "check the API server, its address, the credentials, and the right to list and watch "
                        + subject.kind().plural());
    }

    /** Starts listing; what is heard goes to the feed on the library's threads. */
    synchronized void start() {
        long now = clock.getAsLong();
        trouble.has("the first list is not complete", now);
        ReducedStore<T> store = new ReducedStore<>(subject.empty());
        KindHandler<T> newHandler = new KindHandler<>(subject, store, feed, metrics, this::heard);
        SharedIndexInformer<T> newInformer = subject.resource()
                .withLimit(PAGE)
                .runnableInformer(0)
                .removeNamespaceIndex()
                .itemStore(store)
                .exceptionHandler((started, e) -> retry(e))
                .addEventHandler(newHandler);
        handler = newHandler;
        informer = newInformer;
        builtAt = now;
        watching = false;
        newInformer.stopped().whenComplete((nothing, e) -> stopped(newInformer, e));
        // The future tells of the first list only; the handler and the exception handler hear of all of them.
        Objects.requireNonNull(newInformer.start(), "no future of the informer's start");
    }

    /** To be called every second or so: notices silence and what the library does not tell. */
    synchronized void supervise() {
        long now = clock.getAsLong();
        if (closed || isPaused(now)) {
            return;
        }
        if (watching && handler.hasListed()) {
            trouble.over();
        }
        if (now - Math.max(heardAt, builtAt) > silenceMs) {
            LOGGER.atWarn()
                    .addKeyValue("kind", subject.kind().plural())
                    .addKeyValue("silenceMs", silenceMs)
                    .log("nothing was heard of the API server, not even a bookmark: listing anew");
            metrics.reconnected(subject.kind(), "silence");
            stopCurrent();
            start();
        }
    }

    // Asked to wait for long: the library's informer would ask again much sooner, so there is none meanwhile.
    private boolean isPaused(long now) {
        if (pausedUntil == 0) {
            return false;
        }
        stopCurrent();
        if (now >= pausedUntil) {
            pausedUntil = 0;
            start();
        }
        return true;
    }

    /** Whether lists and watches work, else since when not, and why. */
    Check check() {
        return trouble.check(clock.getAsLong());
    }

    /** When it was last heard of, in ms since the epoch; 0 for never. */
    long heardAt() {
        return heardAt;
    }

    /** Whether the library stopped it for good. */
    boolean failed() {
        return failed;
    }

    @Override
    public synchronized void close() {
        closed = true;
        stopCurrent();
    }

    private void stopCurrent() {
        SharedIndexInformer<T> current = informer;
        if (current != null) {
            handler.mute();
            informer = null;
            current.stop();
        }
    }

    private void heard() {
        heardAt = clock.getAsLong();
    }

    @Override
    public void answered(boolean watch) {
        if (watch) {
            watching = true;
        }
    }

    // A bookmark reaches no handler, and need not bear a new version.
    @Override
    public void said() {
        if (watching) {
            heard();
        }
    }

    @Override
    public void refused(int status, long retryAfterMs) {
        troubled("HTTP " + status, Integer.toString(status));
        if (retryAfterMs > ApiAnswers.LONGEST_DELAY_MS) {
            pausedUntil = clock.getAsLong() + Math.min(retryAfterMs, LONGEST_PAUSE_MS);
        }
    }

    @Override
    public void unanswered(Throwable failure) {
        troubled(FailureText.of(failure), "connection");
    }

    // HTTP answers are heard of above already; this hears of everything else too, such as a watch that says nonsense.
    private boolean retry(Throwable e) {
        if (!(e instanceof WatcherException)) {
            metrics.listed(subject.kind(), false);
        }
        if (!isAnswer(e)) {
            troubled(FailureText.of(e), "exception");
        }
        return true;
    }

    private void troubled(String reason, String label) {
        if (closed) {
            return;
        }
        watching = false;
        metrics.reconnected(subject.kind(), label);
        if (trouble.isNews(reason)) {
            LOGGER.atWarn()
                    .addKeyValue("kind", subject.kind().plural())
                    .addKeyValue("reason", reason)
                    .log("the API server cannot be listed or watched, keeping what was last known and trying again");
        }
        trouble.has(reason, clock.getAsLong());
    }

    private void stopped(SharedIndexInformer<T> which, Throwable e) {
        if (!closed && which == informer) {
            failed = true;
            LOGGER.atError()
                    .addKeyValue("kind", subject.kind().plural())
                    .setCause(e)
                    .log("the informer stopped for good");
        }
    }

    private static boolean isAnswer(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof KubernetesClientException client && client.getCode() > 0) {
                return true;
            }
        }
        return false;
    }
}
