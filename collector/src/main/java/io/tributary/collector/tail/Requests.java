package io.tributary.collector.tail;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/** What other threads ask the reading thread to do between two rounds, so that nothing it works on needs a lock. */
final class Requests {

    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();

    /** Asks; the answer comes with the next round, and never if there is none. */
    <T> Future<T> ask(Supplier<T> question) {
        FutureTask<T> task = new FutureTask<>(question::get);
        waiting.add(task);
        return task;
    }

    /** Has something done with the next round; an error there ends reading. */
    void add(Runnable task) {
        waiting.add(task);
    }

    /** Does all of it; by the reading thread. */
    void answer() {
        for (Runnable task = waiting.poll(); task != null; task = waiting.poll()) {
            task.run();
        }
    }
}
