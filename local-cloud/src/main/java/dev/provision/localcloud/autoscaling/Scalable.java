package dev.provision.localcloud.autoscaling;

import java.util.OptionalInt;

/** Something whose capacity can be read and set: the desired count of an ECS service, provisioned concurrency. */
public interface Scalable {
    /** The present capacity, or empty if there is no such resource. Called under the control-plane lock. */
    OptionalInt capacity(String resourceId);

    /** Sets the capacity. Called under the control-plane lock. */
    void scale(String resourceId, int capacity);
}
