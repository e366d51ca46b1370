package dev.provision.localcloud;

import java.util.Optional;
import java.util.function.Supplier;

/** A value that is made when it is first asked for, and only once. Thread-safe. */
final class OnDemand<T> implements Supplier<T> {
    private final Supplier<T> maker;
    private Optional<T> made = Optional.empty();

    OnDemand(Supplier<T> maker) {
        this.maker = maker;
    }

    @Override
    public synchronized T get() {
        if (made.isEmpty()) {
            made = Optional.of(maker.get());
        }
        return made.get();
    }
}
