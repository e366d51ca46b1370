package dev.provision.aws;

import dev.provision.graph.ProvisionException.Interrupted;
import dev.provision.graph.Workers;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/** Questions that are asked at the same time. */
public final class Together {
    private Together() {}

    /**
     * The answers, in the order of the questions.
     *
     * @throws RuntimeException the failure of the first question in the list that failed
     */
    public static <T> List<T> all(List<Supplier<T>> questions) {
        List<Supplier<T>> asked = questions.stream().map(Together::begin).toList();
        return asked.stream().map(Supplier::get).toList();
    }

    /** Two answers. */
    public record Two<A, B>(A first, B second) {}

    /** The answers to two questions of different kinds. */
    public static <A, B> Two<A, B> both(Supplier<A> first, Supplier<B> second) {
        Supplier<A> asked = begin(first);
        B answer = second.get();
        return new Two<>(asked.get(), answer);
    }

    /** Asks, and goes on: the answer, or the failure, comes from {@code get} once it is there. */
    public static <T> Supplier<T> begin(Supplier<T> question) {
        FutureTask<T> asked = new FutureTask<>(question::get);
        Workers.start(asked);
        return () -> answer(asked);
    }

    private static <T> T answer(FutureTask<T> asked) {
        try {
            return asked.get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            throw new IllegalStateException("a question failed", failed);
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw new Interrupted("interrupted while asking");
        }
    }
}
