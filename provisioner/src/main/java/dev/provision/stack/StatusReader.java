package dev.provision.stack;

import dev.provision.aws.AwsConnection;
import dev.provision.aws.ecs.ServiceView;
import dev.provision.aws.elb.BalancerView;
import dev.provision.aws.elb.BalancerView.Group;
import dev.provision.aws.elb.Slot;
import dev.provision.aws.elb.TargetState;
import dev.provision.aws.lambda.FunctionView;
import dev.provision.config.Container;
import dev.provision.config.Environment;
import dev.provision.graph.Readiness;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Asks the load balancer what the routes are doing, and the computes behind them why. */
final class StatusReader {
    private final Environment environment;
    private final ResourceNames names;
    private final BalancerView balancer;
    private final FunctionView functions;
    private final ServiceView services;

    StatusReader(Environment environment, AwsConnection connection) {
        this.environment = environment;
        this.names = new ResourceNames(environment);
        this.balancer = new BalancerView(connection);
        this.functions = new FunctionView(connection);
        this.services = new ServiceView(connection);
    }

    /** What is behind a slot. */
    private record Behind(int wanted, String image, String version, Readiness readiness) {
        String digest() {
            return image.contains("@") ? image.substring(image.indexOf('@') + 1) : "";
        }
    }

    StatusReport read() {
        List<Group> groups = balancer.groups(names.loadBalancer());
        List<RouteStatus> routes = environment.containers().stream()
                .flatMap(container -> routes(container, groups))
                .toList();
        return new StatusReport(environment.env(), endpoints(balancer.dnsName(names.loadBalancer())), routes);
    }

    /** @param dnsName of the load balancer */
    List<Endpoint> endpoints(Optional<String> dnsName) {
        Urls urls = new Urls(environment.cloud());
        return environment.containers().stream()
                .flatMap(container -> dnsName.stream()
                        .map(name -> new Endpoint(
                                container.name(),
                                urls.of(name, container.routing().pathHealthCheck())
                                        .toString())))
                .toList();
    }

    private Stream<RouteStatus> routes(Container container, List<Group> groups) {
        List<RouteStatus> slots = Stream.of(Slot.values())
                .flatMap(slot -> groups.stream()
                        .filter(group -> group.name().equals(names.targetGroup(container, slot)))
                        .map(group -> status(container, slot, group)))
                .toList();
        return slots.isEmpty() ? Stream.of(missing(container)) : slots.stream();
    }

    private static RouteStatus missing(Container container) {
        return new RouteStatus(
                container.name(),
                container.routing().pathPattern(),
                SecurityPart.Side.of(container.compute()).word(),
                Slot.BLUE.word(),
                0,
                false,
                0,
                0,
                List.of("not deployed"),
                "",
                "");
    }

    private RouteStatus status(Container container, Slot slot, Group group) {
        Optional<Behind> behind = group.functions() ? function(container, slot) : tasks(container, slot);
        int serving = (int) group.targets().stream().filter(TargetState::serves).count();
        int wanted = Math.max(group.targets().size(), behind.map(Behind::wanted).orElse(1));
        List<String> reasons = new ArrayList<>();
        group.targets().stream().filter(target -> !target.serves()).forEach(target -> reasons.add(target.toString()));
        behind.ifPresentOrElse(
                there -> why(there.readiness()).ifPresent(reasons::add),
                () -> reasons.add("there is nothing behind it"));
        boolean healthy = group.weight() == 0 || (serving >= wanted && reasons.isEmpty());
        return new RouteStatus(
                container.name(),
                container.routing().pathPattern(),
                group.functions() ? SecurityPart.Side.LAMBDA.word() : SecurityPart.Side.FARGATE.word(),
                slot.word(),
                group.weight(),
                healthy,
                serving,
                wanted,
                healthy ? List.of() : reasons,
                behind.map(Behind::digest).orElse(""),
                behind.map(Behind::version).orElse(""));
    }

    private static Optional<String> why(Readiness readiness) {
        return switch (readiness) {
            case Readiness.Ready() -> Optional.empty();
            case Readiness.Pending(String reason) -> Optional.of(reason);
            case Readiness.Failed(String reason, String _) -> Optional.of(reason);
        };
    }

    private Optional<Behind> function(Container container, Slot slot) {
        return functions
                .find(names.function(container), slot.word())
                .map(version -> new Behind(1, version.imageUri(), version.version(), version.readiness()));
    }

    private Optional<Behind> tasks(Container container, Slot slot) {
        return services.find(names.cluster(), names.service(container, slot))
                .map(tasks -> new Behind(
                        tasks.desired(), tasks.image(), String.valueOf(tasks.revision()), tasks.readiness()));
    }
}
