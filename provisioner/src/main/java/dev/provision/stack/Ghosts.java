package dev.provision.stack;

import dev.provision.aws.tagging.TaggedResources.Found;
import dev.provision.config.Alarms;
import dev.provision.config.AutoScaling;
import dev.provision.config.AwsFargateEcs;
import dev.provision.config.AwsIam;
import dev.provision.config.AwsLambda;
import dev.provision.config.Compute;
import dev.provision.config.Container;
import dev.provision.config.Environment;
import dev.provision.config.Network;
import dev.provision.config.Routing;
import dev.provision.config.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The parts of an environment that AWS has and the configuration does not name: containers that were taken out of it,
 * availability zones, NAT gateways, the topic of alarms. They are told by the tags of what is left of them; the steps of an
 * environment that has these parts, too, know how to delete them.
 *
 * @param found what carries the tags of the environment
 */
record Ghosts(Environment configured, List<Found> found) {
    private static final Set<String> BY_CONTAINER =
            Set.of("function", "function-version", "listener-rule", "log-group");
    private static final Set<String> BY_SLOT = Set.of("target-group", "service", "function-alias");

    Ghosts {
        found = List.copyOf(found);
    }

    /** The environment with these parts; the configured one itself where there are none. */
    Environment covering() {
        List<Container> containers = new ArrayList<>(configured.containers());
        Set<String> known = containers.stream().map(Container::name).collect(Collectors.toSet());
        names().stream().filter(name -> !known.contains(name)).forEach(name -> containers.add(ghost(name)));
        Network network = network();
        Alarms alarms = alarms();
        return containers.size() == configured.containers().size()
                        && network.equals(configured.network())
                        && alarms.equals(configured.alarms())
                ? configured
                : new Environment(
                        configured.name(),
                        configured.env(),
                        configured.region(),
                        configured.cloud(),
                        network,
                        containers,
                        configured.image(),
                        configured.release(),
                        configured.logRetentionDays(),
                        configured.tags(),
                        alarms,
                        configured.deployment());
    }

    private Set<String> names() {
        Set<String> names = new TreeSet<>();
        for (Found one : found) {
            String name = one.key().name();
            if (BY_CONTAINER.contains(one.key().kind())) {
                names.add(name);
            } else if (BY_SLOT.contains(one.key().kind())) {
                names.add(name.replaceFirst("-(blue|green)$", ""));
            } else if (one.key().kind().equals("role")) {
                names.add(name.replaceFirst("-(task|execution|function)$", ""));
            }
        }
        return names;
    }

    private Container ghost(String name) {
        return new Container(
                name,
                configured.containers().stream()
                        .map(Container::source)
                        .findFirst()
                        .orElse(new Source.Module("service")),
                new Routing("/" + name + "/*", "/" + name + "/health"),
                compute(name),
                new AwsIam(Optional.empty(), List.of()),
                Map.of(),
                Map.of());
    }

    private Compute compute(String name) {
        boolean fargate = found.stream().anyMatch(one -> switch (one.key().kind()) {
            case "log-group" -> one.key().name().equals(name) && one.id().contains(":/ecs/");
            case "role" -> one.key().name().equals(name + "-task");
            case "service" -> one.key().name().matches("\\Q" + name + "\\E-(blue|green)");
            default -> false;
        });
        return fargate
                ? new AwsFargateEcs(256, 512, 1, 1, new AutoScaling(AutoScaling.Policy.STEP, 60, 70))
                : new AwsLambda(512, 30, OptionalInt.empty(), 0);
    }

    /** What is deleted needs no address. */
    private Alarms alarms() {
        boolean topic = found.stream().anyMatch(one -> one.key().equals(NoticePart.MADE));
        Alarms alarms = configured.alarms();
        return topic && alarms.email().isEmpty() ? new Alarms(alarms.topicArn(), Optional.of("")) : alarms;
    }

    private Network network() {
        Network network = configured.network();
        int zones = Math.max(count("subnet", "public-"), count("subnet", "private-"));
        int gateways = count("nat-gateway", "");
        int wanted =
                switch (network.natGateways()) {
                    case PER_AZ -> network.privateSubnets().size();
                    case SINGLE -> 1;
                    case NONE -> 0;
                };
        return new Network(
                network.cidr(),
                padded(network.publicSubnets(), zones),
                padded(network.privateSubnets(), zones),
                gateways > wanted ? Network.NatGateways.PER_AZ : network.natGateways());
    }

    /** How many zones there are of a kind, by the letter at the end of their keys. */
    private int count(String kind, String prefix) {
        return found.stream()
                .filter(one -> one.key().kind().equals(kind) && one.key().name().matches("\\Q" + prefix + "\\E[a-z]"))
                .mapToInt(one -> one.key().name().charAt(prefix.length()) - 'a' + 1)
                .max()
                .orElse(0);
    }

    /** What is deleted needs no range. */
    private static List<String> padded(List<String> ranges, int size) {
        Function<Integer, String> range = index -> index < ranges.size() ? ranges.get(index) : "";
        return IntStream.range(0, Math.max(size, ranges.size()))
                .boxed()
                .map(range)
                .toList();
    }
}
