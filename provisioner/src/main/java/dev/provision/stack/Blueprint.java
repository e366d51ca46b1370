package dev.provision.stack;

import dev.provision.aws.AwsConnection;
import dev.provision.aws.Owner;
import dev.provision.aws.cloudwatch.MonitoringSteps;
import dev.provision.aws.ecr.ImageSource;
import dev.provision.aws.ecr.ImageStep;
import dev.provision.aws.ecr.ImageSteps;
import dev.provision.aws.ecr.RepositoryStep;
import dev.provision.aws.ecs.ClusterStep;
import dev.provision.aws.ecs.ServiceSteps;
import dev.provision.aws.elb.BalancerSteps;
import dev.provision.aws.elb.LoadBalancerStep;
import dev.provision.aws.elb.RouteAnswersStep;
import dev.provision.aws.iam.RoleSteps;
import dev.provision.aws.lambda.FunctionSteps;
import dev.provision.aws.logs.LogGroupSteps;
import dev.provision.aws.network.NetworkSteps;
import dev.provision.aws.scaling.ScalingSteps;
import dev.provision.config.AwsFargateEcs;
import dev.provision.config.AwsLambda;
import dev.provision.config.Container;
import dev.provision.config.Environment;
import dev.provision.graph.Ref;
import dev.provision.graph.StepGraph;
import dev.provision.graph.StepKey;
import dev.provision.stack.RoutePart.Ingredients;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The steps of an environment, composed.
 *
 * @param loadBalancer whose DNS name is the way in
 */
record Blueprint(StepGraph graph, Ref<LoadBalancerStep.Live> loadBalancer) {

    /**
     * @param images the image of a module, given its folder
     * @param progress told what the build of an image is doing
     */
    static Blueprint of(
            Environment environment,
            AwsConnection connection,
            Owner owner,
            Function<Container, ImageSource> images,
            Consumer<String> progress) {
        return new Composing(environment, connection, owner, StepGraph.builder()).compose(images, progress);
    }

    private record Composing(Environment environment, AwsConnection connection, Owner owner, StepGraph.Builder graph) {

        Blueprint compose(Function<Container, ImageSource> images, Consumer<String> progress) {
            ResourceNames names = new ResourceNames(environment);
            ImageSteps imageSteps = new ImageSteps(connection, owner);
            Ref<RepositoryStep.Live> repository =
                    graph.add(imageSteps.repository(new StepKey("repository", "main"), names.repository()));
            Map<String, Ref<ImageStep.Live>> imageOf = images(imageSteps, repository, images, progress);
            List<ComputePart> computes = computes(repository);

            NetworkSteps networkSteps = new NetworkSteps(connection, owner);
            NetworkPart network = NetworkPart.add(graph, networkSteps, environment.network());
            Set<StepKey> outliving = computes.stream()
                    .flatMap(compute -> compute.outliving().stream())
                    .collect(Collectors.toUnmodifiableSet());
            SecurityPart security = SecurityPart.add(graph, networkSteps, environment, network.vpc(), outliving);
            BalancerSteps balancerSteps = new BalancerSteps(connection, owner, names.balancing());
            BalancerPart balancer = BalancerPart.add(graph, balancerSteps, names, network, security);
            routes(
                    balancerSteps,
                    balancer,
                    computes,
                    compute -> new Ingredients(
                            environment,
                            network,
                            security,
                            compute,
                            imageOf.get(compute.container().src())));
            return new Blueprint(graph.build(), balancer.loadBalancer());
        }

        /** One image for all containers of a module. */
        private Map<String, Ref<ImageStep.Live>> images(
                ImageSteps steps,
                Ref<RepositoryStep.Live> repository,
                Function<Container, ImageSource> images,
                Consumer<String> progress) {
            Map<String, Ref<ImageStep.Live>> bySource = new LinkedHashMap<>();
            for (Container container : environment.containers()) {
                bySource.computeIfAbsent(
                        container.src(),
                        src -> graph.add(steps.image(
                                new StepKey("image", slug(src)), images.apply(container), repository, progress)));
            }
            return bySource;
        }

        private static String slug(String src) {
            String slug =
                    src.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
            return slug.isEmpty() ? "service" : slug;
        }

        private List<ComputePart> computes(Ref<RepositoryStep.Live> repository) {
            RoleSteps roles = new RoleSteps(connection, owner);
            LogGroupSteps logGroups = new LogGroupSteps(connection, owner);
            return environment.containers().stream()
                    .map(container -> ComputePart.add(graph, roles, logGroups, environment, repository, container))
                    .toList();
        }

        private void routes(
                BalancerSteps steps,
                BalancerPart balancer,
                List<ComputePart> computes,
                Function<ComputePart, Ingredients> ingredients) {
            ServiceSteps services = new ServiceSteps(connection, owner);
            ScalingSteps scaling = new ScalingSteps(connection, owner, new ResourceNames(environment).alarms());
            FunctionSteps functions = new FunctionSteps(connection, owner);
            Map<String, Ref<ClusterStep.Live>> clusters = new LinkedHashMap<>();
            List<MonitoringPart.Watched> watched = new ArrayList<>();
            for (int index = 0; index < computes.size(); index++) {
                Ingredients from = ingredients.apply(computes.get(index));
                RoutePart route = RoutePart.add(graph, steps, balancer, from.network(), environment, index);
                Set<StepKey> targets =
                        switch (route.container().compute()) {
                            case AwsLambda lambda -> LambdaPart.add(graph, functions, route, from, lambda);
                            case AwsFargateEcs fargate ->
                                new FargatePart(graph, services, scaling, route, from)
                                        .add(
                                                clusters.computeIfAbsent("main", name -> cluster(services, name)),
                                                fargate);
                        };
                checks(steps, balancer, route, targets);
                watched.add(new MonitoringPart.Watched(route.container(), route.slot(), route.targetGroup()));
            }
            new MonitoringPart(graph, new MonitoringSteps(connection, owner), environment, balancer.loadBalancer())
                    .add(watched);
        }

        private Ref<ClusterStep.Live> cluster(ServiceSteps services, String name) {
            return graph.add(services.cluster(new StepKey("cluster", name), new ResourceNames(environment).cluster()));
        }

        private void checks(BalancerSteps steps, BalancerPart balancer, RoutePart route, Set<StepKey> targets) {
            Set<StepKey> order = new HashSet<>(targets);
            order.add(route.rule());
            order.add(graph.add(steps.targetHealth(route.key("target-health"), route.targetGroup(), order))
                    .key());
            Urls urls = new Urls(environment.cloud());
            String path = route.container().routing().pathHealthCheck();
            graph.add(new RouteAnswersStep(
                    new StepKey("route-answers", route.container().name()),
                    balancer.loadBalancer(),
                    dnsName -> urls.of(dnsName, path),
                    order));
        }
    }
}
