package dev.provision.localcloud.ecs;

import dev.provision.localcloud.state.Page;
import dev.provision.localcloud.wire.AwsError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ecs.model.CapacityProvider;
import software.amazon.awssdk.services.ecs.model.CapacityProviderStatus;
import software.amazon.awssdk.services.ecs.model.Cluster;
import software.amazon.awssdk.services.ecs.model.ClusterField;
import software.amazon.awssdk.services.ecs.model.CreateClusterRequest;
import software.amazon.awssdk.services.ecs.model.CreateClusterResponse;
import software.amazon.awssdk.services.ecs.model.DeleteClusterRequest;
import software.amazon.awssdk.services.ecs.model.DeleteClusterResponse;
import software.amazon.awssdk.services.ecs.model.DescribeCapacityProvidersRequest;
import software.amazon.awssdk.services.ecs.model.DescribeCapacityProvidersResponse;
import software.amazon.awssdk.services.ecs.model.DescribeClustersRequest;
import software.amazon.awssdk.services.ecs.model.DescribeClustersResponse;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.ListClustersRequest;
import software.amazon.awssdk.services.ecs.model.ListClustersResponse;
import software.amazon.awssdk.services.ecs.model.PutClusterCapacityProvidersRequest;
import software.amazon.awssdk.services.ecs.model.PutClusterCapacityProvidersResponse;
import software.amazon.awssdk.services.ecs.model.UpdateClusterRequest;
import software.amazon.awssdk.services.ecs.model.UpdateClusterResponse;
import software.amazon.awssdk.services.ecs.model.UpdateClusterSettingsRequest;
import software.amazon.awssdk.services.ecs.model.UpdateClusterSettingsResponse;

/** Clusters and their capacity providers, of which Fargate's two are all there is. */
final class Clusters extends EcsApi {
    private static final List<String> PROVIDERS = List.of("FARGATE", "FARGATE_SPOT");

    private final EcsStore store;

    Clusters(EcsStore store) {
        this.store = store;
    }

    /** A cluster that exists is answered as it is. */
    public CreateClusterResponse createCluster(CreateClusterRequest request) {
        String name = Optional.ofNullable(request.clusterName()).orElse("default");
        if (!name.matches("[a-zA-Z][a-zA-Z0-9_-]{0,254}")) {
            throw EcsErrors.invalidParameter("Invalid cluster name.");
        }
        Optional<EcsCluster> existing = store.findCluster(name).filter(EcsCluster::active);
        EcsCluster cluster = existing.orElseGet(() -> new EcsCluster(name, store.arn("cluster/" + name)));
        if (existing.isEmpty()) {
            cluster.settings(request.settings());
            checkProviders(request.capacityProviders());
            cluster.capacityProviders(request.capacityProviders(), request.defaultCapacityProviderStrategy());
            store.add(cluster);
            store.tags(cluster.arn()).clear();
            store.tags(cluster.arn()).putAll(tags(request.tags()));
        }
        return CreateClusterResponse.builder().cluster(describe(cluster, true)).build();
    }

    public DescribeClustersResponse describeClusters(DescribeClustersRequest request) {
        boolean withTags = request.include().contains(ClusterField.TAGS);
        List<String> names = request.clusters().isEmpty() ? List.of("default") : request.clusters();
        List<Cluster> clusters = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        for (String name : names) {
            store.findCluster(name)
                    .ifPresentOrElse(
                            cluster -> clusters.add(describe(cluster, withTags)),
                            () -> failures.add(Failure.builder()
                                    .arn(name.startsWith("arn:") ? name : store.arn("cluster/" + name))
                                    .reason("MISSING")
                                    .build()));
        }
        return DescribeClustersResponse.builder()
                .clusters(clusters)
                .failures(failures)
                .build();
    }

    public ListClustersResponse listClusters(ListClustersRequest request) {
        List<String> arns = store.clusters().stream()
                .filter(EcsCluster::active)
                .map(EcsCluster::arn)
                .toList();
        Page<String> page = page(arns, request.nextToken(), request.maxResults());
        return ListClustersResponse.builder()
                .clusterArns(page.items())
                .nextToken(page.nextToken().orElse(null))
                .build();
    }

    public DeleteClusterResponse deleteCluster(DeleteClusterRequest request) {
        EcsCluster cluster = store.cluster(request.cluster());
        if (cluster.services().values().stream().anyMatch(EcsService::alive)) {
            throw AwsError.badRequest(
                    "ClusterContainsServicesException", "The Cluster cannot be deleted while Services are active.");
        }
        if (tasks(cluster).anyMatch(task -> !task.is("STOPPED"))) {
            throw AwsError.badRequest(
                    "ClusterContainsTasksException", "The Cluster cannot be deleted while Tasks are active.");
        }
        cluster.deactivate();
        return DeleteClusterResponse.builder().cluster(describe(cluster, false)).build();
    }

    public UpdateClusterResponse updateCluster(UpdateClusterRequest request) {
        EcsCluster cluster = store.cluster(request.cluster());
        cluster.settings(request.settings());
        return UpdateClusterResponse.builder().cluster(describe(cluster, true)).build();
    }

    public UpdateClusterSettingsResponse updateClusterSettings(UpdateClusterSettingsRequest request) {
        EcsCluster cluster = store.cluster(request.cluster());
        cluster.settings(request.settings());
        return UpdateClusterSettingsResponse.builder()
                .cluster(describe(cluster, true))
                .build();
    }

    public PutClusterCapacityProvidersResponse putClusterCapacityProviders(PutClusterCapacityProvidersRequest request) {
        EcsCluster cluster = store.cluster(request.cluster());
        checkProviders(request.capacityProviders());
        cluster.capacityProviders(request.capacityProviders(), request.defaultCapacityProviderStrategy());
        return PutClusterCapacityProvidersResponse.builder()
                .cluster(describe(cluster, true))
                .build();
    }

    private static void checkProviders(List<String> providers) {
        if (!PROVIDERS.containsAll(providers)) {
            throw EcsErrors.invalidParameter("The specified capacity provider was not found.");
        }
    }

    public DescribeCapacityProvidersResponse describeCapacityProviders(DescribeCapacityProvidersRequest request) {
        List<CapacityProvider> providers = PROVIDERS.stream()
                .filter(name -> request.capacityProviders().isEmpty()
                        || request.capacityProviders().stream()
                                .map(EcsStore::lastPart)
                                .anyMatch(name::equals))
                .map(name -> CapacityProvider.builder()
                        .name(name)
                        .capacityProviderArn(store.arn("capacity-provider/" + name))
                        .status(CapacityProviderStatus.ACTIVE)
                        .build())
                .toList();
        return DescribeCapacityProvidersResponse.builder()
                .capacityProviders(providers)
                .failures(List.of())
                .build();
    }

    private Stream<EcsTask> tasks(EcsCluster cluster) {
        return store.tasks().stream().filter(task -> task.view().clusterArn().equals(cluster.arn()));
    }

    private Cluster describe(EcsCluster cluster, boolean withTags) {
        return cluster.view().copy(view -> {
            view.runningTasksCount(
                    (int) tasks(cluster).filter(task -> task.is("RUNNING")).count());
            view.pendingTasksCount(
                    (int) tasks(cluster).filter(Clusters::pending).count());
            view.activeServicesCount((int) cluster.services().values().stream()
                    .filter(EcsService::active)
                    .count());
            view.tags(withTags ? tags(store.tags(cluster.arn())) : List.of());
        });
    }

    /** Whether a task is on its way to run. */
    static boolean pending(EcsTask task) {
        return task.wanted() && !task.is("RUNNING");
    }
}
