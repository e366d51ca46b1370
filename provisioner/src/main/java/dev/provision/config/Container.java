package dev.provision.config;

import java.util.Map;

/**
 * One route of the service and the compute behind it.
 *
 * @param name the key under {@code containers}
 * @param source of its image
 * @param routing which requests it gets
 * @param compute what runs it
 * @param iam rights of the function or task
 * @param environment environment variables
 * @param secrets where the values of further environment variables are kept, by their names
 */
public record Container(
        String name,
        Source source,
        Routing routing,
        Compute compute,
        AwsIam iam,
        Map<String, String> environment,
        Map<String, SecretReference> secrets) {
    public Container {
        environment = Map.copyOf(environment);
        secrets = Map.copyOf(secrets);
    }
}
