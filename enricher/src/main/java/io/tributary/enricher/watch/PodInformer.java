package io.tributary.enricher.watch;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import io.tributary.runtime.Check;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lists and watches pods and namespaces at an API server: one paged list and one watch of each, for ever. */
final class PodInformer implements PodSource {

    private static final Logger LOGGER = LoggerFactory.getLogger(PodInformer.class);
    private static final long SUPERVISE_MS = 500;

    private final Config config;
    private final PodMapper mapper;
    private final WatcherMetrics metrics;
    private final long silenceMs;
    private final LongSupplier clock;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread supervisor = new Thread(this::supervise, "tributary-watcher-supervisor");
    private KubernetesClient client;
    private volatile KindInformer<Namespace> namespaces;
    private volatile KindInformer<Pod> pods;
    private volatile boolean supervisorFailed;

    /**
     * A source that is not started.
     *
     * @param silenceMs how long a watch may say nothing before everything is listed anew, in ms
     * @param clock ms since the epoch
     */
    PodInformer(Config config, PodMapper mapper, WatcherMetrics metrics, long silenceMs, LongSupplier clock) {
        this.config = config;
        this.mapper = mapper;
        this.metrics = metrics;
        this.silenceMs = silenceMs;
        this.clock = clock;
    }

    @Override
    public void start(PodFeed feed) {
        client = new KubernetesClientBuilder()
                .withConfig(config)
                .withHttpClientFactory(new JdkHttpClientFactory())
                .withHttpClientBuilderConsumer(
                        http -> http.addOrReplaceInterceptor("answers", new ApiAnswers(this::listener)))
                .build();
        namespaces = new KindInformer<>(
                new KindInformer.Subject<>(
                        PodFeed.Kind.NAMESPACES, client.namespaces(), Namespace::new, new NamespaceTelling(mapper)),
                feed,
                metrics,
                silenceMs,
                clock);
        pods = new KindInformer<>(
                new KindInformer.Subject<>(
                        PodFeed.Kind.PODS, client.pods().inAnyNamespace(), Pod::new, new PodTelling(mapper)),
                feed,
                metrics,
                silenceMs,
                clock);
        namespaces.start();
        pods.start();
        supervisor.setDaemon(true);
        supervisor.start();
    }

    @Override
    public Check check() {
        KindInformer<Pod> started = pods;
        if (started == null) {
            return Check.ok();
        }
        Check ofNamespaces = namespaces.check();
        return ofNamespaces.isOk() ? started.check() : ofNamespaces;
    }

    // Asking the API server may take longer than a check may; what can be wrong on this side was found in building the
    // config.
    @Override
    public Check probe() {
        return Check.ok();
    }

    @Override
    public long heardAt() {
        return pods == null ? 0 : Math.min(pods.heardAt(), namespaces.heardAt());
    }

    @Override
    public boolean failed() {
        return supervisorFailed || (pods != null && (pods.failed() || namespaces.failed()));
    }

    @Override
    public void close() {
        closing.countDown();
        if (pods != null) {
            pods.close();
            namespaces.close();
            client.close();
        }
    }

    private ApiAnswers.Listener listener(PodFeed.Kind kind) {
        return kind == PodFeed.Kind.PODS ? pods : namespaces;
    }

    private void supervise() {
        try {
            while (!closing.await(SUPERVISE_MS, TimeUnit.MILLISECONDS)) {
                namespaces.supervise();
                pods.supervise();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            supervisorFailed = true;
            LOGGER.atError().setCause(e).log("nobody supervises the informers any more");
        }
    }

    private record NamespaceTelling(PodMapper mapper) implements KindHandler.Telling<Namespace> {

        @Override
        public void upserted(PodFeed feed, Namespace namespace) {
            feed.namespaceUpserted(namespace.getMetadata().getName(), mapper.namespace(namespace));
        }

        @Override
        public void deleted(PodFeed feed, String uid) {
            feed.namespaceDeleted(uid);
        }
    }

    private record PodTelling(PodMapper mapper) implements KindHandler.Telling<Pod> {

        @Override
        public void upserted(PodFeed feed, Pod pod) {
            feed.podUpserted(mapper.pod(pod));
        }

        @Override
        public void deleted(PodFeed feed, String uid) {
            feed.podDeleted(uid);
        }
    }
}
