package dev.parlance.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/// The process's signals, as far as this Java lets programs see them.
///
/// The class behind this is outside the supported API and javac warns of every mention of it, hence
/// reflection. Where it is missing, signals keep their default: the process ends.
final class Signals {
    private Signals() {}

    // A proxy is equal to itself alone; its equals() would come back here.
    @SuppressWarnings("ReferenceEquality")
    private static Object answer(Object proxy, String method, Object[] arguments, Runnable action) {
        return switch (method) {
            case "handle" -> {
                action.run();
                yield method;
            }
            case "hashCode" -> System.identityHashCode(proxy);
            case "equals" -> proxy == arguments[0];
            default -> "signal handler";
        };
    }

    /// Runs the action, on a thread of its own, whenever the signal comes.
    ///
    /// @param name without `SIG`: `INT`, `TERM`
    /// @return false when this Java cannot do it
    static boolean on(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            InvocationHandler call =
                    (proxy, method, arguments) ->
                            answer(proxy, method.getName(), arguments, action);
            Object proxy =
                    Proxy.newProxyInstance(
                            Signals.class.getClassLoader(), new Class<?>[] {handler}, call);
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
            return true;
        } catch (ReflectiveOperationException | LinkageError _) {
            return false;
        }
    }
}
