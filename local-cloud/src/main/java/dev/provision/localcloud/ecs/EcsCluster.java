package dev.provision.localcloud.ecs;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.ecs.model.CapacityProviderStrategyItem;
import software.amazon.awssdk.services.ecs.model.Cluster;
import software.amazon.awssdk.services.ecs.model.ClusterSetting;
import software.amazon.awssdk.services.ecs.model.ClusterSettingName;

/** A cluster. Changes under the control-plane lock only. */
final class EcsCluster {
    private final Map<String, EcsService> services = new TreeMap<>();
    private Cluster view;

    EcsCluster(String name, String arn) {
        view = Cluster.builder()
                .clusterName(name)
                .clusterArn(arn)
                .status("ACTIVE")
                .registeredContainerInstancesCount(0)
                .statistics(List.of())
                .capacityProviders(List.of())
                .defaultCapacityProviderStrategy(List.of())
                .settings(ClusterSetting.builder()
                        .name(ClusterSettingName.CONTAINER_INSIGHTS)
                        .value("disabled")
                        .build())
                .build();
    }

    String name() {
        return view.clusterName();
    }

    String arn() {
        return view.clusterArn();
    }

    /** As the API shows it, without counts and tags. */
    Cluster view() {
        return view;
    }

    boolean active() {
        return view.status().equals("ACTIVE");
    }

    void deactivate() {
        view = view.copy(cluster -> cluster.status("INACTIVE"));
    }

    void settings(List<ClusterSetting> settings) {
        if (!settings.isEmpty()) {
            view = view.copy(cluster -> cluster.settings(settings));
        }
    }

    void capacityProviders(List<String> providers, List<CapacityProviderStrategyItem> strategy) {
        view = view.copy(cluster -> cluster.capacityProviders(providers).defaultCapacityProviderStrategy(strategy));
    }

    /** By name, also those that were deleted. */
    Map<String, EcsService> services() {
        return services;
    }
}
