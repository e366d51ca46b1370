package dev.provision.config;

/** What runs a container. */
public sealed interface Compute permits AwsLambda, AwsFargateEcs {
    /** The value of {@code compute.type}. */
    String type();
}
