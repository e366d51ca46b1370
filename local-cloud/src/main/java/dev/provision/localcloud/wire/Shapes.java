package dev.provision.localcloud.wire;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;
import software.amazon.awssdk.utils.builder.Buildable;

/** The SDK's model classes, seen through their field descriptions. */
final class Shapes {
    private Shapes() {}

    /** The finished object of a builder. */
    static SdkPojo build(SdkPojo builder) {
        return (SdkPojo) ((Buildable) builder).build();
    }

    /** A member's value; empty if it was not set, also for lists and maps, which the SDK never leaves null. */
    static Optional<Object> value(SdkField<?> field, SdkPojo owner) {
        Object value = field.getValueOrDefault(owner);
        boolean unset = value instanceof SdkAutoConstructList || value instanceof SdkAutoConstructMap;
        return unset ? Optional.empty() : Optional.ofNullable(value);
    }

    static SdkPojo pojo(Object value) {
        return (SdkPojo) value;
    }

    static Collection<?> list(Object value) {
        return (Collection<?>) value;
    }

    static Map<?, ?> map(Object value) {
        return (Map<?, ?>) value;
    }
}
