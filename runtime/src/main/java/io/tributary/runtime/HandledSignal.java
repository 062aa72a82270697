package io.tributary.runtime;

import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One signal with an action, until closed. By reflection, because {@code javac --release} warns of {@code sun.misc.Signal} in a way that
 * cannot be suppressed; the module jdk.unsupported exports it for exactly this use.
 */
final class HandledSignal implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(HandledSignal.class);

    private final Object signal;
    private final Object previous;

    /**
     * Listens from now on.
     *
     * @param name without SIG
     * @param action run by a thread of the JVM's own at every signal
     */
    HandledSignal(String name, Runnable action) {
        try {
            signal = Class.forName("sun.misc.Signal")
                    .getConstructor(String.class)
                    .newInstance(name);
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object proxy = Proxy.newProxyInstance(
                    HandledSignal.class.getClassLoader(), new Class<?>[] {handler}, (self, method, arguments) -> {
                        if (method.getDeclaringClass() == Object.class) {
                            return method.invoke(this, arguments);
                        }
                        action.run();
                        return null;
                    });
            previous = handle(proxy);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "cannot listen to signals: run with a JDK that has the module jdk.unsupported, without -Xrs", e);
        }
    }

    /** Gives the signal back to whoever had it before. */
    @Override
    public void close() {
        try {
            handle(previous);
        } catch (ReflectiveOperationException e) {
            LOGGER.atWarn().addKeyValue("signal", signal).setCause(e).log("Signal not given back");
        }
    }

    private Object handle(Object handler) throws ReflectiveOperationException {
        Class<?> type = Class.forName("sun.misc.Signal");
        return type.getMethod("handle", type, Class.forName("sun.misc.SignalHandler"))
                .invoke(null, signal, handler);
    }
}
