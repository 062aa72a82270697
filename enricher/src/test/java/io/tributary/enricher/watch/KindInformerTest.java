package io.tributary.enricher.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What becomes of an informer that the library ends by itself, against all that was agreed. */
class KindInformerTest {

    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private final KindInformer<Pod> informer = new KindInformer<>(
            new KindInformer.Subject<>(PodFeed.Kind.PODS, resource(), Pod::new, (feed, pod) -> {}),
            new HeardFeed(),
            new WatcherMetrics(new SimpleMeterRegistry()),
            60_000,
            System::currentTimeMillis);

    @Test
    void shouldHaveFailedWhenTheLibraryStopsItForGood() {
        // Given
        informer.start();
        assertThat(informer.failed()).isFalse();

        // When
        stopped.completeExceptionally(new IllegalStateException("out of patience"));

        // Then the process ends and is started again
        assertThat(informer.failed()).isTrue();
    }

    @Test
    void shouldHaveFailedWhenTheLibraryStopsItWithoutAWord() {
        // Given
        informer.start();

        // When
        stopped.complete(null);

        // Then
        assertThat(informer.failed()).isTrue();
    }

    @Test
    void shouldNotHaveFailedWhenItWasClosed() {
        // Given
        informer.start();

        // When
        informer.close();

        // Then
        assertThat(stopped).isDone();
        assertThat(informer.failed()).isFalse();
    }

    @SuppressWarnings("unchecked")
    private Informable<Pod> resource() {
        return fake(Informable.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "withLimit" -> proxy;
            case "runnableInformer" -> fake(SharedIndexInformer.class, this::answer);
            default -> throw new UnsupportedOperationException(method.getName());
        });
    }

    private Object answer(Object proxy, Method method, Object[] arguments) {
        return switch (method.getName()) {
            case "removeNamespaceIndex", "itemStore", "exceptionHandler", "addEventHandler" -> proxy;
            case "start" -> new CompletableFuture<Void>();
            case "stopped" -> stopped;
            case "stop" -> {
                stopped.complete(null);
                yield null;
            }
            default -> throw new UnsupportedOperationException(method.getName());
        };
    }

    private static <T> T fake(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
