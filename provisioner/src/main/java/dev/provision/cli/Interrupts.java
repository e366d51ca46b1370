package dev.provision.cli;

import dev.provision.graph.Workers;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** Signals. Ctrl-C while the engine runs: once, it stops cleanly; twice, the process ends at once. */
final class Interrupts {
    private Interrupts() {}

    /** @param stop asks the work to stop; it may block */
    static <T> T stopping(Runnable stop, Surroundings surroundings, Supplier<T> work) {
        AtomicBoolean asked = new AtomicBoolean();
        Runnable interrupt = () -> {
            if (asked.getAndSet(true)) {
                surroundings.leave().run();
            } else {
                // Not on the signal's thread: the second signal must get through whatever this one waits for.
                Workers.start(stop);
            }
        };
        Object before = handle("INT", interrupt);
        Object beforeTerm = handle("TERM", interrupt);
        try {
            return work.get();
        } finally {
            restore("INT", before);
            restore("TERM", beforeTerm);
        }
    }

    /** @param resized is run whenever the terminal's size changes while the work goes on */
    static <T> T resizing(Runnable resized, Supplier<T> work) {
        Object before = handle("WINCH", resized);
        try {
            return work.get();
        } finally {
            restore("WINCH", before);
        }
    }

    /** By reflection: javac warns of every mention of sun.misc.Signal, and there is no other way to a signal. */
    private static Object handle(String name, Runnable action) {
        try {
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object proxy = Proxy.newProxyInstance(
                    Interrupts.class.getClassLoader(), new Class<?>[] {handler}, (self, method, args) -> {
                        // SignalHandler has one method; what Object has comes here too, and only equals and hashCode
                        // are ever asked.
                        return switch (method.getName()) {
                            case "hashCode" -> System.identityHashCode(self);
                            case "equals" -> self == args[0];
                            case "toString" -> "handler of " + name;
                            default -> {
                                action.run();
                                yield nothing();
                            }
                        };
                    });
            return install(name, proxy);
        } catch (ClassNotFoundException noSignals) {
            return name;
        }
    }

    /** A proxy answers {@code void} with null. */
    private static Object nothing() {
        return null;
    }

    private static void restore(String name, Object before) {
        if (!before.equals(name)) {
            install(name, before);
        }
    }

    private static Object install(String name, Object handler) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            return signal.getMethod("handle", signal, Class.forName("sun.misc.SignalHandler"))
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), handler);
        } catch (InvocationTargetException refused) {
            // The JVM keeps this signal for itself (-Xrs, or a platform without it): then Ctrl-C just ends the process.
            return name;
        } catch (ReflectiveOperationException absent) {
            return name;
        }
    }
}
