package dev.provision.config;

import java.util.Map;

/**
 * One route of the service and the compute behind it.
 *
 * @param name the key under {@code containers}
 * @param src the folder of the Maven module that is built into the image
 * @param routing which requests it gets
 * @param compute what runs it
 * @param iam rights of the function or task
 * @param environment environment variables
 */
public record Container(
        String name, String src, Routing routing, Compute compute, AwsIam iam, Map<String, String> environment) {
    public Container {
        environment = Map.copyOf(environment);
    }
}
