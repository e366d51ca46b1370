package dev.provision.service;

import java.util.Locale;
import java.util.Map;

/** What the process runs on. */
enum Compute {
    LAMBDA,
    FARGATE,
    LOCAL;

    /** Lambda and ECS make themselves known by the variables under which they offer their interfaces. */
    static Compute of(Map<String, String> environment) {
        if (environment.containsKey("AWS_LAMBDA_RUNTIME_API")) {
            return LAMBDA;
        }
        return environment.containsKey("ECS_CONTAINER_METADATA_URI_V4") ? FARGATE : LOCAL;
    }

    /** The name in the health answer. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
