package dev.provision.stack;

import dev.provision.aws.AwsConnection;
import dev.provision.aws.Owner;
import dev.provision.aws.cloudwatch.MonitoringSteps;
import dev.provision.aws.ecr.ImageSource;
import dev.provision.aws.ecr.ImageStep;
import dev.provision.aws.ecr.ImageSteps;
import dev.provision.aws.ecr.RepositoryStep;
import dev.provision.aws.ecs.TaskDefinitionArn;
import dev.provision.aws.ecs.TaskDefinitionStep;
import dev.provision.aws.elb.BalancerSteps;
import dev.provision.aws.elb.LoadBalancerStep;
import dev.provision.aws.elb.RouteAnswersStep;
import dev.provision.aws.iam.RoleSteps;
import dev.provision.aws.logs.LogGroupSteps;
import dev.provision.aws.logs.LogTail;
import dev.provision.aws.network.NetworkSteps;
import dev.provision.aws.secrets.SecretSteps;
import dev.provision.aws.sns.TopicSteps;
import dev.provision.config.Container;
import dev.provision.config.Environment;
import dev.provision.config.Source;
import dev.provision.graph.Disposition;
import dev.provision.graph.Ref;
import dev.provision.graph.StepGraph;
import dev.provision.graph.StepKey;
import dev.provision.release.ComputeKind;
import dev.provision.release.ReleaseHistory;
import dev.provision.release.ReleaseHistoryStep;
import dev.provision.release.RoutePlan;
import dev.provision.release.SlotPlan.Use;
import dev.provision.stack.SecurityPart.Side;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The steps of an environment, composed.
 *
 * @param loadBalancer whose DNS name is the way in
 * @param notices whom the alarms tell
 * @param candidates by container, what its new version runs, where that is tasks
 */
record Blueprint(
        StepGraph graph,
        Ref<LoadBalancerStep.Live> loadBalancer,
        NoticePart notices,
        Map<String, Ref<TaskDefinitionStep.Live>> candidates) {

    /** The revision that was put into the slot of a container's new version, where that is tasks and once it was put there. */
    Optional<TaskDefinitionArn> candidate(String container) {
        return Optional.ofNullable(candidates.get(container)).flatMap(Ref::live).map(TaskDefinitionStep.Live::arn);
    }

    /**
     * @param plans what is to be done about the slots of each route, in the order of the containers
     * @param images the image of a module, given its folder
     * @param progress told what the build of an image is doing
     * @param reads what is asked for once
     * @param former the keys of certificates for other domains than the configured ones
     */
    static Blueprint of(
            Environment environment,
            AwsConnection connection,
            Owner owner,
            List<RoutePlan> plans,
            Function<Container, ImageSource> images,
            Consumer<String> progress,
            SharedReads reads,
            Set<StepKey> former) {
        return new Composing(environment, connection, owner, plans, StepGraph.builder())
                .compose(images, progress, reads, former);
    }

    private record Composing(
            Environment environment,
            AwsConnection connection,
            Owner owner,
            List<RoutePlan> plans,
            StepGraph.Builder graph) {

        Blueprint compose(
                Function<Container, ImageSource> images,
                Consumer<String> progress,
                SharedReads reads,
                Set<StepKey> former) {
            ResourceNames names = new ResourceNames(environment);
            ImageSteps imageSteps = new ImageSteps(connection, owner);
            Ref<RepositoryStep.Live> repository =
                    graph.add(imageSteps.repository(new StepKey("repository", "main"), names.repository()));
            Map<Source, Ref<ImageStep.Live>> imageOf = images(imageSteps, repository, images, progress);
            List<ComputePart> computes = computes(repository);

            NetworkSteps networkSteps = new NetworkSteps(connection, owner);
            NetworkPart network = NetworkPart.add(graph, networkSteps, environment);
            Set<StepKey> outliving = computes.stream()
                    .flatMap(compute -> compute.outliving().stream())
                    .collect(Collectors.toUnmodifiableSet());
            SecurityPart security =
                    SecurityPart.add(graph, networkSteps, environment, network.vpc(), sides(), outliving);
            BalancerSteps balancerSteps = new BalancerSteps(connection, owner, names.balancing(), reads.look());
            BalancerPart balancer =
                    BalancerPart.add(graph, balancerSteps, environment, network, security, connection, owner);
            CertificatePart.addFormer(graph, environment, former, balancer.loadBalancer(), connection, owner);
            NoticePart notices = NoticePart.add(graph, new TopicSteps(connection, owner), environment);
            Map<String, Ref<TaskDefinitionStep.Live>> candidates = routes(
                    balancerSteps,
                    balancer,
                    notices,
                    network,
                    computes,
                    compute -> new Ingredients(
                            environment,
                            network,
                            security,
                            compute,
                            imageOf.get(compute.container().source())));
            graph.add(new ReleaseHistoryStep(
                    new StepKey("release-history", "main"), reads.parameters().in(ReleaseHistory.FOLDER)));
            graph.add(reads.tagged().step(new StepKey("tags", "main"), graph.lasting()));
            return new Blueprint(graph.build(), balancer.loadBalancer(), notices, candidates);
        }

        /** One image for all containers with the same source. */
        private Map<Source, Ref<ImageStep.Live>> images(
                ImageSteps steps,
                Ref<RepositoryStep.Live> repository,
                Function<Container, ImageSource> images,
                Consumer<String> progress) {
            Map<Source, Ref<ImageStep.Live>> bySource = new LinkedHashMap<>();
            for (Container container : environment.containers()) {
                bySource.computeIfAbsent(container.source(), source -> {
                    ImageSource image = images.apply(container);
                    return graph.add(
                            steps.image(StepKey.of("image", source.text(), "service"), image, repository, progress),
                            image.wanted() ? Disposition.WANTED : Disposition.KEPT);
                });
            }
            return bySource;
        }

        /** For each container, what it has on each compute that any of its slots is on. */
        private List<ComputePart> computes(Ref<RepositoryStep.Live> repository) {
            RoleSteps roles = new RoleSteps(connection, owner);
            LogGroupSteps logGroups = new LogGroupSteps(connection, owner);
            SecretPart secrets = new SecretPart(graph, new SecretSteps(connection));
            List<ComputePart> parts = new ArrayList<>();
            for (int index = 0; index < plans.size(); index++) {
                Container container = environment.containers().get(index);
                for (ComputeKind kind : ComputeKind.values()) {
                    List<Disposition> slots = plans.get(index).slots().stream()
                            .filter(slot -> slot.kind() == kind)
                            .map(SlotPart::disposition)
                            .toList();
                    if (!slots.isEmpty()) {
                        // Lambda needs the role for as long as its network interfaces linger, and people need logs.
                        Disposition needed = slots.contains(Disposition.WANTED) ? Disposition.WANTED : Disposition.KEPT;
                        parts.add(ComputePart.add(
                                graph,
                                roles,
                                logGroups,
                                environment,
                                repository,
                                container,
                                kind,
                                needed,
                                secrets.variables(container)));
                    }
                }
            }
            return parts;
        }

        private Map<Side, Disposition> sides() {
            Map<Side, Disposition> sides = new EnumMap<>(Side.class);
            plans.stream()
                    .flatMap(plan -> plan.slots().stream())
                    .forEach(slot -> sides.merge(
                            Side.of(slot.kind()),
                            SlotPart.disposition(slot) == Disposition.UNWANTED ? Disposition.KEPT : Disposition.WANTED,
                            (one, other) -> Dispositions.strongest(List.of(one, other))));
            return sides;
        }

        private Map<String, Ref<TaskDefinitionStep.Live>> routes(
                BalancerSteps steps,
                BalancerPart balancer,
                NoticePart notices,
                NetworkPart network,
                List<ComputePart> computes,
                Function<ComputePart, Ingredients> ingredients) {
            Set<StepKey> rules = new HashSet<>();
            List<MonitoringPart.Watched> watched = new ArrayList<>();
            MonitoringSteps monitoring = new MonitoringSteps(connection, owner);
            ComputeSteps computeSteps = new ComputeSteps(environment, connection, owner, monitoring, graph);
            for (int index = 0; index < plans.size(); index++) {
                RoutePart route = RoutePart.add(graph, steps, balancer, network, environment, index, plans.get(index));
                rules.add(route.rule());
                List<StepKey> targets = new ArrayList<>();
                computes.stream()
                        .filter(compute -> compute.container().equals(route.container()))
                        .forEach(compute -> targets.addAll(computeSteps.add(route, ingredients.apply(compute))));
                route.slots().stream()
                        .filter(slot -> slot.plan().use() instanceof Use.Serving
                                || slot.plan().use() instanceof Use.First)
                        .findFirst()
                        .ifPresent(slot -> checks(steps, balancer, route, slot, targets));
                route.slots().stream()
                        .map(slot -> new MonitoringPart.Watched(
                                slot.container(),
                                slot.plan().slot(),
                                slot.plan().kind(),
                                slot.targetGroup(),
                                slot.serves(),
                                slot.disposition() != Disposition.UNWANTED))
                        .forEach(watched::add);
            }
            balancer.addOther(graph, steps, rules);
            new MonitoringPart(graph, monitoring, environment, balancer.loadBalancer(), notices).add(watched);
            return computeSteps.candidates();
        }

        /** A task that does not start is its service's failure; a function that does not is known by its answers only. */
        private Optional<String> words(Container container, ComputeKind kind) {
            return kind == ComputeKind.LAMBDA
                    ? new LogTail(connection).ofFunction(new ResourceNames(environment).functionLogs(container))
                    : Optional.empty();
        }

        /** Only where nothing is being released: a release has its own gates. */
        private void checks(
                BalancerSteps steps, BalancerPart balancer, RoutePart route, SlotPart slot, List<StepKey> targets) {
            Set<StepKey> order = new HashSet<>(targets);
            order.add(route.rule());
            if (slot.plan().kind() == ComputeKind.FARGATE) {
                // A function's health is not checked: it is a target once it is registered.
                order.add(graph.add(steps.targetHealth(slot.key("target-health"), slot.targetGroup(), order))
                        .key());
            }
            Urls urls = new Urls(environment);
            String path = route.container().routing().pathHealthCheck();
            graph.add(new RouteAnswersStep(
                    new StepKey("route-answers", route.container().name()),
                    balancer.loadBalancer(),
                    dnsName -> urls.of(dnsName, path),
                    balancer.trust(),
                    () -> words(route.container(), slot.plan().kind()),
                    order));
        }
    }
}
