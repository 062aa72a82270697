package io.tributary.enricher.watch;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Listens to how the API server answers. The library hides it: a watch that is refused again and again is only logged,
 * and one that was accepted counts as watching only after its first byte, which may take a minute. A refusal is passed
 * on late: after the time that the server asks for, and a random part, so that many who were refused do not return at once.
 */
final class ApiAnswers implements Interceptor {

    /** Who wants to know of one kind. */
    interface Listener {

        /** A list or watch was answered well. */
        void answered(boolean watch);

        /** Something was said in a watch, be it a bookmark. */
        void said();

        /**
         * A list or watch was answered badly.
         *
         * @param retryAfterMs how long the server asks to wait, in ms; 0 if it does not say
         */
        void refused(int status, long retryAfterMs);

        /** There was no answer. */
        void unanswered(Throwable failure);
    }

    /** Longer waits are not for an answer to be held back: a request has a time limit of its own. */
    static final long LONGEST_DELAY_MS = 20_000;

    private static final long JITTER_MS = 500;

    private final Function<PodFeed.Kind, Listener> listeners;
    private final RandomGenerator random;

    /**
     * Passes answers on.
     *
     * @param listeners by kind; {@code null} for nobody yet
     */
    ApiAnswers(Function<PodFeed.Kind, Listener> listeners, RandomGenerator random) {
        this.listeners = listeners;
        this.random = random;
    }

    @Override
    public void after(HttpRequest request, HttpResponse<?> response, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
        Listener listener = listener(request);
        if (listener != null && response.isSuccessful()) {
            listener.answered(isWatch(request));
        }
    }

    @Override
    public AsyncBody.Consumer<List<ByteBuffer>> consumer(
            AsyncBody.Consumer<List<ByteBuffer>> consumer, HttpRequest request) {
        Listener listener = listener(request);
        return listener == null || !isWatch(request) ? consumer : new Overheard(consumer, listener);
    }

    @Override
    public CompletableFuture<Boolean> afterFailure(BasicBuilder builder, HttpResponse<?> response, RequestTags tags) {
        Listener listener = listener(response.request());
        if (listener == null) {
            return CompletableFuture.completedFuture(false);
        }
        long retryAfterMs = retryAfterMs(response.header("Retry-After"));
        listener.refused(response.code(), retryAfterMs);
        long delayMs = Math.min(retryAfterMs, LONGEST_DELAY_MS) + random.nextLong(JITTER_MS);
        return new CompletableFuture<Boolean>().completeOnTimeout(false, delayMs, TimeUnit.MILLISECONDS);
    }

    @Override
    public void afterConnectionFailure(HttpRequest request, Throwable failure) {
        Listener listener = listener(request);
        if (listener != null) {
            listener.unanswered(failure);
        }
    }

    private Listener listener(HttpRequest request) {
        URI uri = request.uri();
        for (PodFeed.Kind kind : PodFeed.Kind.values()) {
            if (uri.getPath().endsWith("/" + kind.plural())) {
                return listeners.apply(kind);
            }
        }
        return null;
    }

    private static boolean isWatch(HttpRequest request) {
        String query = request.uri().getQuery();
        return query != null && query.contains("watch=true");
    }

    // Kubernetes gives seconds; a proxy may give a date, which is then left to the own back-off.
    private static long retryAfterMs(String header) {
        return header != null && header.matches("[0-9]{1,6}") ? TimeUnit.SECONDS.toMillis(Long.parseLong(header)) : 0;
    }

    /** Passes on what comes in a watch, and says that something came. */
    private record Overheard(AsyncBody.Consumer<List<ByteBuffer>> to, Listener listener)
            implements AsyncBody.Consumer<List<ByteBuffer>> {

        @Override
        public void consume(List<ByteBuffer> bytes, AsyncBody body) throws Exception {
            listener.said();
            to.consume(bytes, body);
        }

        @Override
        public <U> U unwrap(Class<U> target) {
            return to.unwrap(target);
        }
    }
}
