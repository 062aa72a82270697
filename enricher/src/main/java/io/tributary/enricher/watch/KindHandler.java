package io.tributary.enricher.watch;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes on what one informer says, object by object; one that cannot be understood is counted and stops nothing. */
final class KindHandler<T extends HasMetadata> implements ResourceEventHandler<T> {

    private static final Logger LOGGER = LoggerFactory.getLogger(KindHandler.class);

    /** How an object becomes a word to the feed. */
    interface Telling<T> {

        /** Tells of a new or changed object. */
        void upserted(PodFeed feed, T object);
    }

    private final KindInformer.Subject<T> subject;
    private final ReducedStore<T> store;
    private final PodFeed feed;
    private final WatcherMetrics metrics;
    private final Runnable onHeard;
    private volatile boolean listed;
    private volatile boolean muted;

    KindHandler(
            KindInformer.Subject<T> subject,
            ReducedStore<T> store,
            PodFeed feed,
            WatcherMetrics metrics,
            Runnable onHeard) {
        this.subject = subject;
        this.store = store;
        this.feed = feed;
        this.metrics = metrics;
        this.onHeard = onHeard;
    }

    /** Whether a list was read to its end. */
    boolean hasListed() {
        return listed;
    }

    /** What is still under way in a stopped informer is not passed on. */
    void mute() {
        muted = true;
    }

    @Override
    public void onBeforeList(String lastVersion) {
        tell(() -> feed.listStarted(subject.kind()));
    }

    @Override
    public void onList(String version, boolean remainedEmpty) {
        onHeard.run();
        tell(() -> feed.listCompleted(subject.kind(), store.uids()));
        listed = true;
    }

    @Override
    public void onAdd(T object) {
        onHeard.run();
        tell(() -> subject.telling().upserted(feed, object));
    }

    @Override
    public void onUpdate(T before, T object) {
        onHeard.run();
        tell(() -> subject.telling().upserted(feed, object));
    }

    @Override
    public void onDelete(T object, boolean finalStateUnknown) {
        onHeard.run();
        tell(() -> feed.deleted(subject.kind(), object.getMetadata().getUid()));
    }

    private void tell(Runnable word) {
        if (muted) {
            return;
        }
        try {
            word.run();
        } catch (RuntimeException e) {
            metrics.rejected();
            LOGGER.atWarn()
                    .addKeyValue("kind", subject.kind().plural())
                    .addKeyValue("reason", e.getMessage())
                    .log("an object cannot be used");
        }
    }
}
