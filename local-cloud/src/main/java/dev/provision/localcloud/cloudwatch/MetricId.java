package dev.provision.localcloud.cloudwatch;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;

/**
 * A metric: CloudWatch knows two metrics apart by namespace, name and the exact set of dimensions.
 *
 * @param namespace for example {@code AWS/ECS}
 * @param name for example {@code CPUUtilization}
 * @param dimensions by name
 */
record MetricId(String namespace, String name, Map<String, String> dimensions) {
    MetricId {
        dimensions = Map.copyOf(dimensions);
    }

    static MetricId of(String namespace, String name, List<Dimension> dimensions) {
        return new MetricId(
                namespace,
                name,
                dimensions.stream()
                        .collect(Collectors.toMap(Dimension::name, Dimension::value, (first, second) -> second)));
    }

    List<Dimension> dimensionList() {
        return dimensions.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> Dimension.builder()
                        .name(entry.getKey())
                        .value(entry.getValue())
                        .build())
                .toList();
    }

    static Comparator<MetricId> order() {
        return Comparator.comparing(MetricId::namespace)
                .thenComparing(MetricId::name)
                .thenComparing(id -> id.dimensionList().toString());
    }
}
