package io.tributary.standalone.kit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A TCP proxy in front of a server of this machine that can be as bad as a network: slow, half-open, cut, gone.
 * Faults may be set and taken back at any time and hold for open connections and new ones alike.
 */
public final class FaultProxy implements AutoCloseable {

    private static final int PIECE = 4 << 10;
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final ServerSocket server;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();
    private final AtomicLong untilCut = new AtomicLong(Long.MAX_VALUE);
    private volatile int target;
    private volatile long delayNanos;
    private volatile int bytesPerSecond = Integer.MAX_VALUE;
    private volatile boolean hanging;
    private volatile boolean refusing;
    private volatile boolean losingAnswers;

    private FaultProxy(ServerSocket server) {
        this.server = server;
    }

    /** Listens on a free port; connections made before {@link #target} fail. */
    public static FaultProxy start() throws IOException {
        FaultProxy proxy = new FaultProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
        daemon("fault-proxy", proxy::accept);
        return proxy;
    }

    /** Where clients connect to. */
    public int port() {
        return server.getLocalPort();
    }

    /** The server's port. */
    public void target(int port) {
        target = port;
    }

    /** How many connections were made so far. */
    public int accepted() {
        return accepted.get();
    }

    /** Every piece of data comes so much later, in both directions. */
    public void delay(Duration time) {
        delayNanos = time.toNanos();
    }

    /** So many bytes a second, per connection and direction. */
    public void throttle(int bytes) {
        bytesPerSecond = bytes;
    }

    /** Half-open: connections stay, and new ones are accepted, but nothing gets through until {@link #heal}. */
    public void hang() {
        hanging = true;
    }

    /** What the client sends gets through, the answers do not. */
    public void loseAnswers() {
        losingAnswers = true;
    }

    /** The server is gone: open connections are reset, and new ones at once. */
    public void refuse() {
        refusing = true;
        reset();
    }

    /** Resets all connections, once, as soon as clients have sent so many bytes more: in the middle of whatever that is. */
    public void cutAfter(long bytes) {
        untilCut.set(bytes);
    }

    /** Resets all open connections; what was under way is lost. */
    public void reset() {
        links.forEach(Link::reset);
    }

    /** Takes all faults back. */
    public void heal() {
        delayNanos = 0;
        bytesPerSecond = Integer.MAX_VALUE;
        hanging = false;
        refusing = false;
        losingAnswers = false;
        untilCut.set(Long.MAX_VALUE);
    }

    @Override
    public void close() throws IOException {
        server.close();
        heal();
        reset();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                accepted.incrementAndGet();
                open(client);
            } catch (IOException e) {
                LockSupport.parkNanos(LOOK_NANOS); // closed, which ends the loop, or one client that has gone again
            }
        }
    }

    private void open(Socket client) throws IOException {
        Socket upstream;
        try {
            upstream = refusing ? null : new Socket(InetAddress.getLoopbackAddress(), target);
        } catch (IOException e) {
            upstream = null; // the server is not there now, and this client hears it as from the server itself
        }
        if (upstream == null) {
            client.setSoLinger(true, 0);
            client.close();
            return;
        }
        Link link = new Link(client, upstream);
        links.add(link);
        daemon("fault-proxy-request", () -> link.carry(client, link.upstream, true));
        daemon("fault-proxy-answer", () -> link.carry(link.upstream, client, false));
        if (refusing) {
            link.reset();
        }
    }

    private static void daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private final class Link {

        private final Socket client;
        private final Socket upstream;

        Link(Socket client, Socket upstream) {
            this.client = client;
            this.upstream = upstream;
        }

        void carry(Socket from, Socket to, boolean request) {
            byte[] piece = new byte[PIECE];
            try (InputStream in = from.getInputStream();
                    OutputStream out = to.getOutputStream()) {
                for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
                    holdBack(n);
                    int passed = request ? beforeTheCut(n) : n;
                    if (request || !losingAnswers) {
                        out.write(piece, 0, passed);
                    }
                    if (passed < n) {
                        FaultProxy.this.reset();
                    }
                }
            } catch (IOException e) {
                reset(); // one side has gone, so the other has to hear of it
            } finally {
                links.remove(this);
            }
        }

        private void holdBack(int bytes) {
            long nanos = delayNanos + TimeUnit.SECONDS.toNanos(bytes) / bytesPerSecond;
            if (nanos > 0) {
                LockSupport.parkNanos(nanos);
            }
            while (hanging && !client.isClosed()) {
                LockSupport.parkNanos(LOOK_NANOS);
            }
        }

        private int beforeTheCut(int bytes) {
            if (untilCut.get() == Long.MAX_VALUE) {
                return bytes;
            }
            long left = untilCut.addAndGet(-bytes);
            if (left >= 0) {
                return bytes;
            }
            untilCut.set(Long.MAX_VALUE);
            return (int) Math.max(0, bytes + left);
        }

        void reset() {
            for (Socket side : new Socket[] {client, upstream}) {
                try (side) {
                    side.setSoLinger(true, 0);
                } catch (IOException e) {
                    links.remove(this); // it was closed already, which is what was wanted
                }
            }
            links.remove(this);
        }
    }
}
