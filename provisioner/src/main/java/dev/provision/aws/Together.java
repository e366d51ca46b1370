package dev.provision.aws;

import dev.provision.graph.ProvisionException.Interrupted;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> asked = new ArrayList<>();
            questions.forEach(question -> asked.add(threads.submit(question::get)));
            List<T> answers = new ArrayList<>();
            for (Future<T> one : asked) {
                answers.add(answer(one));
            }
            return answers;
        }
    }

    /** Two answers. */
    public record Two<A, B>(A first, B second) {}

    /** The answers to two questions of different kinds. */
    public static <A, B> Two<A, B> both(Supplier<A> first, Supplier<B> second) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<A> asked = threads.submit(first::get);
            B answer = second.get();
            return new Two<>(answer(asked), answer);
        }
    }

    /** Asks, and goes on: the answer, or the failure, comes from {@code get} once it is there. */
    public static <T> Supplier<T> begin(Supplier<T> question) {
        FutureTask<T> asked = new FutureTask<>(question::get);
        Thread.ofVirtual().start(asked);
        return () -> answer(asked);
    }

    private static <T> T answer(Future<T> asked) {
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
