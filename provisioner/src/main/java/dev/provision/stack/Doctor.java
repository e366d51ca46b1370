package dev.provision.stack;

import dev.provision.aws.AwsConnection;
import dev.provision.aws.GivenStep;
import dev.provision.aws.Owner;
import dev.provision.aws.doctor.AccountCheck;
import dev.provision.aws.doctor.Finding;
import dev.provision.aws.doctor.WayIn;
import dev.provision.aws.secrets.KeptSecret;
import dev.provision.aws.secrets.SecretSteps;
import dev.provision.aws.sns.TopicArn;
import dev.provision.aws.sns.TopicSteps;
import dev.provision.config.AwsFargateEcs;
import dev.provision.config.AwsLambda;
import dev.provision.config.Environment;
import dev.provision.config.Network;
import dev.provision.config.SecretReference;
import dev.provision.graph.ProvisionException.QuotaReached;
import dev.provision.graph.StepKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Stream;

/** What stands in an environment's way: before it is made, and when it does not answer. */
public final class Doctor {
    private final Environment environment;
    private final AwsConnection connection;

    Doctor(Environment environment, AwsConnection connection) {
        this.environment = environment;
        this.connection = connection;
    }

    /** What one check found: what was looked at, whether it is good, and what there is. */
    public record Line(String check, boolean good, String detail) {
        static Line of(Finding finding) {
            return new Line(finding.check(), finding.good(), finding.detail());
        }
    }

    /** Whether the account has room for the environment. */
    public List<Line> account() {
        boolean own = environment.deployment().vpc().isEmpty();
        Stream<Line> room = new AccountCheck(connection)
                        .findings(new AccountCheck.Needs(
                                environment.prefix(), own ? 1 : 0, own ? addresses() : 0, taskCpu(), reserved()))
                        .stream()
                        .map(Line::of);
        return Stream.of(room, secrets(), topic()).flatMap(Function.identity()).toList();
    }

    /** Whether the secrets are there that containers are given. */
    private Stream<Line> secrets() {
        SecretSteps steps = new SecretSteps(connection);
        StepKey key = new StepKey("secret", "looked-up");
        return environment.containers().stream()
                .flatMap(container -> container.secrets().values().stream())
                .distinct()
                .map(from -> {
                    GivenStep<KeptSecret> step =
                            switch (from) {
                                case SecretReference.Parameter(String name) -> steps.parameter(key, name);
                                case SecretReference.Secret(String name, var _) -> steps.secret(key, name);
                            };
                    Optional<String> lacking = step.lacking();
                    return new Line(from.text(), lacking.isEmpty(), lacking.orElse("is there"));
                });
    }

    /** Whether the topic is there that the user brings for alarms. */
    private Stream<Line> topic() {
        return environment.alarms().topicArn().stream().map(arn -> {
            Optional<String> lacking = new TopicSteps(
                            connection, new Owner(environment.name(), environment.env(), Map.of()))
                    .given(new StepKey("topic", "given"), new TopicArn(arn))
                    .lacking();
            return new Line(arn, lacking.isEmpty(), lacking.orElse("is there"));
        });
    }

    /**
     * Looks at the account before anything is made in it.
     *
     * @throws QuotaReached naming all that it has no room for, and the secrets and the topic that it does not have
     */
    public void refuseWithoutRoom() {
        List<String> lacking = account().stream()
                .filter(line -> !line.good())
                .map(line -> line.check() + ": " + line.detail())
                .toList();
        if (!lacking.isEmpty()) {
            throw new QuotaReached(
                    "nothing was made, for the account lacks what " + environment.prefix() + " needs: "
                            + String.join("; ", lacking),
                    "mend that, then run up again; provision doctor --env " + environment.env() + " looks again",
                    null);
        }
    }

    private int addresses() {
        Network network = environment.network();
        return switch (network.natGateways()) {
            case PER_AZ -> network.availabilityZones();
            case SINGLE -> 1;
            case NONE -> 0;
        };
    }

    private int taskCpu() {
        return environment.containers().stream()
                .map(container -> container.compute())
                .mapToInt(compute -> compute instanceof AwsFargateEcs tasks ? tasks.cpu() * tasks.maxInstances() : 0)
                .sum();
    }

    /** What functions reserve; instances that are kept warm count within. */
    private OptionalInt reserved() {
        int sum = environment.containers().stream()
                .map(container -> container.compute())
                .mapToInt(compute -> compute instanceof AwsLambda function
                        ? function.reservedConcurrency().orElse(function.provisionedConcurrency())
                        : 0)
                .sum();
        return sum == 0 ? OptionalInt.empty() : OptionalInt.of(sum);
    }

    /** Each hop of a request from the internet to the routes. */
    public List<Line> wayIn() {
        ResourceNames names = new ResourceNames(environment);
        return new WayIn(connection)
                        .hops(
                                names.loadBalancer(),
                                environment.https() ? 443 : 80,
                                SecurityPart.SERVICE_PORT,
                                environment.prefix() + "-" + SecurityPart.Side.FARGATE.word())
                        .stream()
                        .map(Line::of)
                        .toList();
    }
}
