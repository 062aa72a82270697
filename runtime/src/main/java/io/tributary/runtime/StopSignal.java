package io.tributary.runtime;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for SIGTERM or SIGINT. The first one asks for an orderly end, a second one ends the process at once.
 *
 * <p>Handlers instead of a shutdown hook, because after a hook the JVM's exit code is 143 even where all went well, and because
 * a second signal is not heard while hooks run. By reflection, because {@code javac --release} warns of {@code sun.misc.Signal}
 * in a way that cannot be suppressed; the module jdk.unsupported exports it for exactly this use.
 */
public final class StopSignal implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(StopSignal.class);
    private static final int SIGNALLED = 128;
    private static final int SIGTERM = 15;
    private static final int SIGINT = 2;
    /** timeout(1) and shells signal a process and its group, so that one request arrives twice. */
    private static final long ONE_REQUEST_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final CountDownLatch first = new CountDownLatch(1);
    private final Map<Object, Object> previous = new LinkedHashMap<>();
    private long firstNanos;

    /** Listens from now on until closed. */
    public StopSignal() {
        try {
            listen("TERM", SIGTERM);
            listen("INT", SIGINT);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "cannot listen to signals: run with a JDK that has the module jdk.unsupported, without -Xrs", e);
        }
    }

    /** Whether the signal came within the time. */
    public boolean await(Duration time) throws InterruptedException {
        return first.await(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Gives the signals back to whoever had them before. */
    @Override
    public void close() {
        previous.forEach((signal, handler) -> {
            try {
                handle(signal, handler);
            } catch (ReflectiveOperationException e) {
                LOGGER.atWarn().addKeyValue("signal", signal).setCause(e).log("Signal not given back");
            }
        });
    }

    private void listen(String name, int number) throws ReflectiveOperationException {
        Object signal =
                Class.forName("sun.misc.Signal").getConstructor(String.class).newInstance(name);
        Class<?> handler = Class.forName("sun.misc.SignalHandler");
        Object proxy = Proxy.newProxyInstance(
                StopSignal.class.getClassLoader(), new Class<?>[] {handler}, (self, method, arguments) -> {
                    if (method.getDeclaringClass() == Object.class) {
                        return method.invoke(this, arguments);
                    }
                    received(name, number);
                    return null;
                });
        previous.put(signal, handle(signal, proxy));
    }

    private static Object handle(Object signal, Object handler) throws ReflectiveOperationException {
        Class<?> type = Class.forName("sun.misc.Signal");
        return type.getMethod("handle", type, Class.forName("sun.misc.SignalHandler"))
                .invoke(null, signal, handler);
    }

    private synchronized void received(String name, int number) {
        if (first.getCount() > 0) {
            firstNanos = System.nanoTime();
            LOGGER.atInfo().addKeyValue("signal", name).log("Stopping; a second signal ends at once");
            first.countDown();
        } else if (System.nanoTime() - firstNanos > ONE_REQUEST_NANOS) {
            Runtime.getRuntime().halt(SIGNALLED + number);
        }
    }
}
