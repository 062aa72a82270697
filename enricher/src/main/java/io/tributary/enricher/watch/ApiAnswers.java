package io.tributary.enricher.watch;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Function;

/**
 * Listens to how the API server answers. The library hides it: a watch that is refused again and again is only logged,
 * and one that was accepted counts as watching only after its first byte, which may take a minute.
 */
final class ApiAnswers implements Interceptor {

    /** Who wants to know of one kind. */
    interface Listener {

        /** A list or watch was answered with an HTTP status. */
        void answered(boolean watch, int status);

        /** There was no answer. */
        void unanswered(Throwable failure);
    }

    private final Function<PodFeed.Kind, Listener> listeners;

    /**
     * Passes answers on.
     *
     * @param listeners by kind; {@code null} for nobody yet
     */
    ApiAnswers(Function<PodFeed.Kind, Listener> listeners) {
        this.listeners = listeners;
    }

    @Override
    public void after(HttpRequest request, HttpResponse<?> response, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
        Listener listener = listener(request);
        if (listener != null) {
            String query = request.uri().getQuery();
            listener.answered(query != null && query.contains("watch=true"), response.code());
        }
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
}
