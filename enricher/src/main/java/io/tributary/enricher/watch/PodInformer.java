package io.tributary.enricher.watch;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import io.tributary.runtime.Check;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lists and watches pods, and what their rows show, at an API server: one paged list and one watch of each kind, for ever. */
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
    private volatile Map<PodFeed.Kind, KindInformer<?>> informers = Map.of();
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
                .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor(
                        "answers", new ApiAnswers(kind -> informers.get(kind), RandomGenerator.getDefault())))
                .build();
        Map<PodFeed.Kind, KindInformer<?>> byKind = new EnumMap<>(PodFeed.Kind.class);
        mapper.kinds().forEach(kind -> byKind.put(kind, informer(kind, feed)));
        informers = byKind;
        byKind.values().forEach(KindInformer::start);
        supervisor.setDaemon(true);
        supervisor.start();
    }

    @Override
    public Check check() {
        return informers.values().stream()
                .map(KindInformer::check)
                .filter(check -> !check.isOk())
                .findFirst()
                .orElse(Check.ok());
    }

    // Asking the API server may take longer than a check may; what can be wrong on this side was found in building the
    // config.
    @Override
    public Check probe() {
        return Check.ok();
    }

    @Override
    public long heardAt() {
        return informers.values().stream()
                .mapToLong(KindInformer::heardAt)
                .min()
                .orElse(0);
    }

    @Override
    public boolean failed() {
        return supervisorFailed || informers.values().stream().anyMatch(KindInformer::failed);
    }

    @Override
    public void close() {
        closing.countDown();
        informers.values().forEach(KindInformer::close);
        if (client != null) {
            client.close();
        }
    }

    private KindInformer<?> informer(PodFeed.Kind kind, PodFeed feed) {
        return switch (kind) {
            case PODS ->
                informer(
                        feed,
                        new KindInformer.Subject<>(
                                kind,
                                client.pods().inAnyNamespace(),
                                Pod::new,
                                (to, pod) -> to.podUpserted(mapper.pod(pod))));
            case NAMESPACES ->
                informer(
                        feed,
                        new KindInformer.Subject<>(
                                kind,
                                client.namespaces(),
                                Namespace::new,
                                (to, namespace) -> to.namespaceUpserted(
                                        namespace.getMetadata().getName(), mapper.namespace(namespace))));
            case NODES ->
                informer(
                        feed,
                        new KindInformer.Subject<>(
                                kind,
                                client.nodes(),
                                Node::new,
                                (to, node) -> to.nodeUpserted(
                                        node.getMetadata().getName(),
                                        node.getMetadata().getUid(),
                                        mapper.nodeLabels(node))));
            case REPLICA_SETS ->
                informer(
                        feed,
                        new KindInformer.Subject<>(
                                kind, client.apps().replicaSets().inAnyNamespace(), ReplicaSet::new, controller(kind)));
            case JOBS ->
                informer(
                        feed,
                        new KindInformer.Subject<>(
                                kind, client.batch().v1().jobs().inAnyNamespace(), Job::new, controller(kind)));
        };
    }

    private <T extends HasMetadata> KindInformer<T> informer(PodFeed feed, KindInformer.Subject<T> subject) {
        return new KindInformer<>(subject, feed, metrics, silenceMs, clock);
    }

    private static <T extends HasMetadata> KindHandler.Telling<T> controller(PodFeed.Kind kind) {
        return (to, object) ->
                to.controllerUpserted(kind, object.getMetadata().getUid(), OwnerChain.controller(object.getMetadata()));
    }

    private void supervise() {
        try {
            while (!closing.await(SUPERVISE_MS, TimeUnit.MILLISECONDS)) {
                informers.values().forEach(KindInformer::supervise);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            supervisorFailed = true;
            LOGGER.atError().setCause(e).log("nobody supervises the informers any more");
        }
    }
}
