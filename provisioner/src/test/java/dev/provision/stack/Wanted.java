package dev.provision.stack;

import dev.provision.config.Alarms;
import dev.provision.config.AutoScaling;
import dev.provision.config.AwsFargateEcs;
import dev.provision.config.AwsIam;
import dev.provision.config.AwsLambda;
import dev.provision.config.Cloud;
import dev.provision.config.Container;
import dev.provision.config.Deployment;
import dev.provision.config.Environment;
import dev.provision.config.ImageSettings;
import dev.provision.config.Network;
import dev.provision.config.Release;
import dev.provision.config.Routing;
import dev.provision.config.Source;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Environments for tests. */
final class Wanted {
    static final Network NETWORK = new Network(
            "10.0.0.0/16",
            List.of("10.0.1.0/24", "10.0.2.0/24"),
            List.of("10.0.10.0/24", "10.0.11.0/24"),
            Network.NatGateways.PER_AZ);
    static final AwsIam NO_RIGHTS = new AwsIam(Optional.empty(), List.of());
    static final Container LAMBDA = new Container(
            "lambda",
            new Source.Module("service"),
            new Routing("/lambda/*", "/lambda/health"),
            new AwsLambda(512, 30, OptionalInt.empty(), 0),
            NO_RIGHTS,
            Map.of(),
            Map.of());
    static final Container FARGATE = new Container(
            "fargate",
            new Source.Module("service"),
            new Routing("/fargate/*", "/fargate/health"),
            new AwsFargateEcs(256, 512, 1, 10, new AutoScaling(AutoScaling.Policy.STEP, 60, 70)),
            NO_RIGHTS,
            Map.of(),
            Map.of());

    static final Release RELEASE = new Release(
            Release.Strategy.CANARY,
            List.of(5, 25, 50),
            Duration.ofMinutes(2),
            Duration.ofMinutes(5),
            Duration.ofHours(1),
            10,
            new Release.Gates(1, 2, Duration.ofMillis(250), 20, List.of(), Duration.ofMinutes(10)),
            new Release.Smoke(Optional.empty(), 200));

    private Wanted() {}

    /** The architecture of the specification. */
    static Environment architecture(Cloud cloud) {
        return of(cloud, NETWORK, List.of(LAMBDA, FARGATE));
    }

    static Environment of(Cloud cloud, Network network, List<Container> containers) {
        return new Environment(
                "demo",
                "test",
                "eu-west-2",
                cloud,
                network,
                containers,
                new ImageSettings(Optional.empty(), ImageSettings.Architecture.X86_64),
                RELEASE,
                14,
                Map.of("team", "tests"),
                Alarms.none(),
                Deployment.standard());
    }
}
