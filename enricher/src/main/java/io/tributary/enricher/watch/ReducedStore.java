package io.tributary.enricher.watch;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * All that an informer must remember in order to see what changed: uid and version of every object.
 * Whole pods are never kept; with their environment and volumes they would be most of the memory, and secrets besides.
 */
final class ReducedStore<T extends HasMetadata> implements ItemStore<T> {

    private final Map<String, String> versions = new ConcurrentHashMap<>();
    private final Supplier<T> empty;

    /**
     * An empty store.
     *
     * @param empty makes an object that a uid and a version are set on
     */
    ReducedStore(Supplier<T> empty) {
        this.empty = empty;
    }

    /** Uids of all objects that exist. */
    Set<String> uids() {
        return Set.copyOf(versions.keySet());
    }

    @Override
    public String getKey(T object) {
        return object.getMetadata().getUid();
    }

    @Override
    public T put(String uid, T object) {
        String version = object.getMetadata().getResourceVersion();
        return restore(uid, versions.put(uid, version == null ? "" : version));
    }

    @Override
    public T remove(String uid) {
        return restore(uid, versions.remove(uid));
    }

    @Override
    public Stream<String> keySet() {
        return versions.keySet().stream();
    }

    @Override
    public Stream<T> values() {
        return versions.entrySet().stream().map(entry -> restore(entry.getKey(), entry.getValue()));
    }

    @Override
    public T get(String uid) {
        return restore(uid, versions.get(uid));
    }

    @Override
    public int size() {
        return versions.size();
    }

    // False makes the informer tell of each object as it comes, with all its fields.
    @Override
    public boolean isFullState() {
        return false;
    }

    private T restore(String uid, String version) {
        if (version == null) {
            return null;
        }
        ObjectMeta meta = new ObjectMeta();
        meta.setUid(uid);
        meta.setResourceVersion(version);
        T object = empty.get();
        object.setMetadata(meta);
        return object;
    }
}
