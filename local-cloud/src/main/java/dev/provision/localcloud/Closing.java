package dev.provision.localcloud;

import java.util.List;

/** Closes several things so that a failure of one does not keep the others open. */
final class Closing {
    private Closing() {}

    /** @throws IllegalStateException once all are closed, with each failure as its cause or suppressed */
    static void closeAll(List<? extends AutoCloseable> things) {
        IllegalStateException failure = new IllegalStateException("closing failed");
        for (AutoCloseable thing : things) {
            try {
                thing.close();
            } catch (Exception failed) {
                // AutoCloseable declares it; all are collected and thrown below.
                failure.addSuppressed(failed);
            }
        }
        if (failure.getSuppressed().length > 0) {
            throw failure;
        }
    }
}
