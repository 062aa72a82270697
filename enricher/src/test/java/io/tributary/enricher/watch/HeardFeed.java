package io.tributary.enricher.watch;

import io.tributary.schemas.record.NamespaceFacts;
import io.tributary.schemas.record.Owner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Remembers what a source said, in words and as what must exist after it. */
final class HeardFeed implements PodFeed {

    private final List<String> words = new ArrayList<>();
    private final Map<String, PodFacts> pods = new TreeMap<>();
    private final Map<String, NamespaceFacts> namespaces = new TreeMap<>();

    @Override
    public synchronized void listStarted(Kind kind) {
        words.add("started " + kind.plural());
    }

    @Override
    public synchronized void listCompleted(Kind kind, Set<String> uids) {
        words.add("completed " + kind.plural() + " " + new TreeSet<>(uids));
        if (kind == Kind.PODS) {
            pods.keySet().retainAll(uids);
        } else if (kind == Kind.NAMESPACES) {
            namespaces.values().removeIf(facts -> !uids.contains(facts.getUid()));
        }
    }

    @Override
    public synchronized void podUpserted(PodFacts pod) {
        words.add("pod " + pod.uid());
        pods.put(pod.uid(), pod);
    }

    @Override
    public synchronized void namespaceUpserted(String name, NamespaceFacts facts) {
        words.add("namespace " + name);
        namespaces.put(name, facts);
    }

    @Override
    public synchronized void nodeUpserted(String name, String uid, Map<String, String> labels) {
        words.add("node " + name + " " + labels);
    }

    @Override
    public synchronized void controllerUpserted(Kind kind, String uid, Owner above) {
        words.add(kind.plural() + " " + uid + " of " + (above == null ? "nobody" : above.getName()));
    }

    @Override
    public synchronized void deleted(Kind kind, String uid) {
        words.add("deleted " + kind.plural() + " " + uid);
        if (kind == Kind.PODS) {
            pods.remove(uid);
        } else if (kind == Kind.NAMESPACES) {
            namespaces.values().removeIf(facts -> facts.getUid().equals(uid));
        }
    }

    synchronized List<String> words() {
        return List.copyOf(words);
    }

    synchronized Map<String, PodFacts> pods() {
        return new TreeMap<>(pods);
    }

    synchronized Map<String, NamespaceFacts> namespaces() {
        return new TreeMap<>(namespaces);
    }

    boolean hasCompleted(Kind kind) {
        return words().stream().anyMatch(word -> word.startsWith("completed " + kind.plural()));
    }
}
