package dev.provision.aws;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** What becomes of an answer of AWS when the same is asked again. */
sealed interface Answers {
    /** The answer to a question, which is asked by {@code ask} where it is not known. */
    <R> R to(Object question, Supplier<R> ask);

    /** Everything may change: whoever asks, asks AWS. */
    record Forgotten() implements Answers {
        @Override
        public <R> R to(Object question, Supplier<R> ask) {
            return ask.get();
        }
    }

    /** Nothing changes: the first answer is everybody's. A failure is not kept. */
    record Kept(Map<Object, Lazy<?>> known) implements Answers {
        Kept() {
            this(new ConcurrentHashMap<>());
        }

        @Override
        @SuppressWarnings("unchecked") // What is kept for a question is what its kind of question is answered with.
        public <R> R to(Object question, Supplier<R> ask) {
            return (R) known.computeIfAbsent(question, _ -> new Lazy<>(ask)).get();
        }
    }
}
