package dev.provision.stack;

import dev.provision.aws.AwsConnection;
import dev.provision.aws.doctor.AccountCheck;
import dev.provision.aws.doctor.Finding;
import dev.provision.aws.doctor.WayIn;
import dev.provision.config.AwsFargateEcs;
import dev.provision.config.AwsLambda;
import dev.provision.config.Environment;
import dev.provision.config.Network;
import dev.provision.graph.ProvisionException.QuotaReached;
import java.util.List;
import java.util.OptionalInt;

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
        return new AccountCheck(connection)
                        .findings(new AccountCheck.Needs(
                                environment.prefix(), own ? 1 : 0, own ? addresses() : 0, taskCpu(), reserved()))
                        .stream()
                        .map(Line::of)
                        .toList();
    }

    /**
     * Looks at the account before anything is made in it.
     *
     * @throws QuotaReached naming all that it has no room for
     */
    public void refuseWithoutRoom() {
        List<String> lacking = account().stream()
                .filter(line -> !line.good())
                .map(line -> line.check() + ": " + line.detail())
                .toList();
        if (!lacking.isEmpty()) {
            throw new QuotaReached(
                    "nothing was made, for the account has no room for " + environment.prefix() + ": "
                            + String.join("; ", lacking),
                    "make room, then run up again; provision doctor --env " + environment.env() + " looks again",
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
