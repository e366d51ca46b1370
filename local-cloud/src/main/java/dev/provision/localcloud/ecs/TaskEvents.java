package dev.provision.localcloud.ecs;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Tells whoever listens what happens to tasks. Under the control-plane lock. */
final class TaskEvents {
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    /** Told under the control-plane lock. */
    interface Listener {
        /** All containers of the task have started. */
        void running(EcsTask task);

        /** The task is not meant to run any more, whoever decided that; it may take a while until it is gone. */
        void ending(EcsTask task);

        /** The task is gone. */
        void stopped(EcsTask task);
    }

    void listen(Listener listener) {
        listeners.add(listener);
    }

    void running(EcsTask task) {
        listeners.forEach(listener -> listener.running(task));
    }

    void ending(EcsTask task) {
        listeners.forEach(listener -> listener.ending(task));
    }

    void stopped(EcsTask task) {
        listeners.forEach(listener -> listener.stopped(task));
    }
}
