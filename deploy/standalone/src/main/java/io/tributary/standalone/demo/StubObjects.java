package io.tributary.standalone.demo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** The stub's objects with one version number for all, and every change since the start for those who watch. */
final class StubObjects {

    static final String PODS = "PodList";
    static final String NAMESPACES = "NamespaceList";

    private static final long BOOKMARK_SECONDS = 20;

    private final Map<String, ObjectNode> objects = new TreeMap<>();
    private final List<Change> changes = new ArrayList<>();
    private long version = 1;
    private boolean closed;
    private int ended;

    private record Change(String collection, long version, ObjectNode event) {}

    /** Where a watch's events go; an exception ends the watch. */
    interface EventSink {
        void accept(ObjectNode event) throws IOException;
    }

    synchronized void put(ObjectNode object) {
        ObjectNode versioned = object.deepCopy();
        versioned.withObjectProperty("metadata").put("resourceVersion", Long.toString(++version));
        boolean known = objects.put(key(object), versioned) != null;
        change(versioned, known ? "MODIFIED" : "ADDED");
    }

    synchronized void delete(ObjectNode object) {
        ObjectNode removed = objects.remove(key(object));
        if (removed != null) {
            ObjectNode last = removed.deepCopy();
            last.withObjectProperty("metadata").put("resourceVersion", Long.toString(++version));
            change(last, "DELETED");
        }
    }

    synchronized ObjectNode list(String collection) {
        ObjectNode list = JsonNodeFactory.instance.objectNode();
        list.put("apiVersion", "v1").put("kind", collection);
        list.putObject("metadata").put("resourceVersion", Long.toString(version));
        var items = list.putArray("items");
        objects.forEach((key, object) -> {
            if (collection.equals(collectionOf(object))) {
                items.add(object);
            }
        });
        return list;
    }

    /** Hands over every change behind a version, waiting for more, until the time is over or the stub is closed. */
    void follow(String collection, long since, long seconds, EventSink sink) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        long seen = since;
        int begun = ended();
        // A first bookmark at once: fabric8's client calls a watch open only when its first byte has come.
        long bookmarkAt = System.nanoTime();
        while (System.nanoTime() < end) {
            List<Change> news = begun == ended() ? await(collection, seen, Math.min(end, bookmarkAt)) : null;
            bookmarkAt = System.nanoTime() + TimeUnit.SECONDS.toNanos(BOOKMARK_SECONDS);
            if (news == null) {
                return;
            }
            for (Change change : news) {
                sink.accept(change.event());
                seen = change.version();
            }
            if (news.isEmpty()) {
                sink.accept(bookmark(collection, seen));
            }
        }
    }

    /** Ends all watches that there are. */
    synchronized void endWatches() {
        ended++;
        notifyAll();
    }

    private synchronized int ended() {
        return ended;
    }

    synchronized void close() {
        closed = true;
        notifyAll();
    }

    /** @return what is new, nothing if the deadline passed, or null if the stub was closed or watches were ended */
    private synchronized List<Change> await(String collection, long since, long deadline) {
        int begun = ended;
        try {
            while (!closed && begun == ended) {
                List<Change> news = changes.stream()
                        .filter(change ->
                                change.version() > since && change.collection().equals(collection))
                        .toList();
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (!news.isEmpty() || left <= 0) {
                    return news;
                }
                wait(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return null;
    }

    private void change(ObjectNode object, String type) {
        ObjectNode event = JsonNodeFactory.instance.objectNode().put("type", type);
        event.set("object", object);
        changes.add(new Change(collectionOf(object), version, event));
        notifyAll();
    }

    private static ObjectNode bookmark(String collection, long version) {
        ObjectNode event = JsonNodeFactory.instance.objectNode().put("type", "BOOKMARK");
        ObjectNode object = event.putObject("object");
        object.put("apiVersion", "v1").put("kind", collection.replace("List", ""));
        object.putObject("metadata").put("resourceVersion", Long.toString(version));
        return event;
    }

    private static String collectionOf(ObjectNode object) {
        return object.path("kind").asText() + "List";
    }

    private static String key(ObjectNode object) {
        return object.path("kind").asText()
                + '/'
                + object.path("metadata").path("namespace").asText()
                + '/'
                + object.path("metadata").path("name").asText();
    }
}
