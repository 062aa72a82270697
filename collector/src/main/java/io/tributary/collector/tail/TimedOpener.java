package io.tributary.collector.tail;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Opens files on another thread and waits a limited time. Java cannot open without waiting, so a pipe that is put in a file's place right
 * after it was looked at, or a disk that hangs, would stop the reading of all files. To be used by one thread.
 */
public final class TimedOpener implements FileOpener {

    /** Each holds a thread until it comes back, if it ever does. */
    private static final int MOST_STUCK = 8;

    private static final int IDLE_SECONDS = 5;

    private final FileOpener opener;
    private final Duration limit;
    private final Executor threads;
    private final Map<Path, Opening> stuck = new HashMap<>();

    /**
     * Starts no thread yet.
     *
     * @param opener opens one file at a time, unless the one before is stuck
     * @param limit how long an opening may take
     */
    public TimedOpener(FileOpener opener, Duration limit) {
        this.opener = opener;
        this.limit = limit;
        this.threads = new ThreadPoolExecutor(
                0, MOST_STUCK + 1, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), TimedOpener::thread);
    }

    private static Thread thread(Runnable opening) {
        Thread thread = new Thread(opening, "tributary-opener");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public FileChannel open(FoundFile found) throws IOException {
        stuck.values().removeIf(opening -> opening.isBack);
        if (stuck.containsKey(found.path()) || stuck.size() == MOST_STUCK) {
            throw stuck(found);
        }
        Opening opening = new Opening();
        threads.execute(() -> opening.run(opener, found));
        try {
            return opening.result(limit);
        } catch (TimeoutException e) {
            stuck.put(found.path(), opening);
            throw stuck(found);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failed ? failed : new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a file was opened");
        }
    }

    /** One attempt; what it gives after nobody waits any more is closed. */
    private static final class Opening {

        private final CompletableFuture<FileChannel> given = new CompletableFuture<>();
        private volatile boolean isBack;

        void run(FileOpener opener, FoundFile found) {
            try {
                FileChannel channel = opener.open(found);
                if (!given.complete(channel)) {
                    channel.close();
                }
            } catch (IOException | RuntimeException e) {
                given.completeExceptionally(e);
            } finally {
                isBack = true;
            }
        }

        FileChannel result(Duration limit) throws InterruptedException, ExecutionException, TimeoutException {
            try {
                return given.get(limit.toNanos(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                if (given.completeExceptionally(e)) {
                    throw e;
                }
                return given.get();
            }
        }
    }

    private static FileRefusedException stuck(FoundFile found) {
        return new FileRefusedException(
                FileProblem.STUCK, found.path(), "opening it does not come back: look what it is, and at the disk");
    }
}
