package dev.provision.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that is wanted of one environment, validated.
 *
 * @param name the service's name, for example {@code helidon-demo-api}
 * @param env the environment's name, for example {@code staging}
 * @param region the AWS region
 * @param cloud where it is created
 * @param network the VPC or how to make one
 * @param containers the routes and their computes, in the order of the file; never empty
 * @param image how images are built
 * @param release how a new version takes over
 * @param logRetentionDays one of the values that CloudWatch Logs accepts
 * @param tags further tags on every resource
 * @param alarms whom alarms tell
 * @param deployment an existing network, and settings of the load balancer
 */
public record Environment(
        String name,
        String env,
        String region,
        Cloud cloud,
        Network network,
        List<Container> containers,
        ImageSettings image,
        Release release,
        int logRetentionDays,
        Map<String, String> tags,
        Alarms alarms,
        Deployment deployment) {

    public Environment {
        containers = List.copyOf(containers);
        tags = Map.copyOf(tags);
    }

    /** An environment of which no more is known than where it is: to find what there is of it. */
    public static Environment unconfigured(String name, String env, String region, Cloud cloud) {
        return new Environment(
                name,
                env,
                region,
                cloud,
                new Network("10.0.0.0/16", List.of(), List.of(), Network.NatGateways.NONE),
                List.of(),
                new ImageSettings(Optional.empty(), ImageSettings.Architecture.X86_64),
                Release.none(),
                1,
                Map.of(),
                Alarms.none(),
                Deployment.standard());
    }

    /** The domain names under which the load balancer is reached, in the order of the file. */
    public List<String> domains() {
        return containers.stream()
                .flatMap(container -> container.routing().domain().stream())
                .distinct()
                .toList();
    }

    /** This, with new versions taking over in another way. */
    public Environment with(Release.Strategy strategy) {
        return new Environment(
                name,
                env,
                region,
                cloud,
                network,
                containers,
                image,
                release.with(strategy),
                logRetentionDays,
                tags,
                alarms,
                deployment);
    }

    /** Whether the load balancer is reached by HTTPS. */
    public boolean https() {
        return !domains().isEmpty() || deployment.balancer().certificateArn().isPresent();
    }

    /** The prefix of every resource name: {@code <name>-<env>}. */
    public String prefix() {
        return name + "-" + env;
    }
}
