package dev.provision.localcloud.ecs;

import dev.provision.localcloud.state.Account;
import dev.provision.localcloud.state.TaggedResource;
import dev.provision.localcloud.state.TaggedResources;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.ecs.model.TaskDefinitionStatus;

/** Clusters, task definitions, services, tasks and their tags. Under the control-plane lock only. */
final class EcsStore implements TaggedResources {
    private final Account account;
    private final Map<String, EcsCluster> clusters = new TreeMap<>();
    private final Map<String, NavigableMap<Integer, TaskDefinition>> definitions = new TreeMap<>();
    private final Map<String, Integer> revisions = new HashMap<>();
    private final Map<String, EcsTask> tasks = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> tags = new HashMap<>();

    EcsStore(Account account) {
        this.account = account;
    }

    Account account() {
        return account;
    }

    String arn(String resource) {
        return account.arn("ecs", resource);
    }

    /** What is behind the last slash of an ARN; a name stays as it is. */
    static String lastPart(String arnOrName) {
        return arnOrName.substring(arnOrName.lastIndexOf('/') + 1);
    }

    Collection<EcsCluster> clusters() {
        return clusters.values();
    }

    void add(EcsCluster cluster) {
        clusters.put(cluster.name(), cluster);
    }

    /** By name or ARN, also one that was deleted. */
    Optional<EcsCluster> findCluster(String nameOrArn) {
        return Optional.ofNullable(clusters.get(lastPart(nameOrArn == null ? "default" : nameOrArn)));
    }

    /** @throws dev.provision.localcloud.wire.AwsError if there is no such active cluster */
    EcsCluster cluster(String nameOrArn) {
        return findCluster(nameOrArn).filter(EcsCluster::active).orElseThrow(EcsErrors::clusterNotFound);
    }

    /** @throws dev.provision.localcloud.wire.AwsError if there is no such cluster or service */
    EcsService service(String cluster, String nameOrArn) {
        return Optional.ofNullable(cluster(cluster).services().get(lastPart(nameOrArn == null ? "" : nameOrArn)))
                .orElseThrow(EcsErrors::serviceNotFound);
    }

    Stream<EcsService> services() {
        return clusters.values().stream().flatMap(cluster -> cluster.services().values().stream());
    }

    Map<String, NavigableMap<Integer, TaskDefinition>> definitions() {
        return definitions;
    }

    /** Numbers go on, even after all revisions are deleted. */
    int nextRevision(String family) {
        return revisions.merge(family, 1, Integer::sum);
    }

    void put(TaskDefinition definition) {
        definitions.computeIfAbsent(definition.family(), any -> new TreeMap<>()).put(definition.revision(), definition);
    }

    /** By family (its latest active revision), {@code family:revision} or ARN. */
    Optional<TaskDefinition> definition(String name) {
        String[] parts = lastPart(name == null ? "" : name).split(":", 2);
        NavigableMap<Integer, TaskDefinition> revisionsOf = definitions.getOrDefault(parts[0], new TreeMap<>());
        if (parts.length == 1) {
            return revisionsOf.descendingMap().values().stream()
                    .filter(definition -> definition.status() == TaskDefinitionStatus.ACTIVE)
                    .findFirst();
        }
        return parts[1].matches("\\d{1,9}")
                ? Optional.ofNullable(revisionsOf.get(Integer.valueOf(parts[1])))
                : Optional.empty();
    }

    Collection<EcsTask> tasks() {
        return tasks.values();
    }

    List<EcsTask> tasks(EcsService service) {
        return tasks.values().stream()
                .filter(task -> task.service().filter(service::equals).isPresent())
                .toList();
    }

    Optional<EcsTask> task(String idOrArn) {
        return Optional.ofNullable(tasks.get(lastPart(idOrArn)));
    }

    void add(EcsTask task) {
        tasks.put(task.id(), task);
    }

    void remove(EcsTask task) {
        tasks.remove(task.id());
        tags.remove(task.arn());
    }

    /** The tags of a resource, which may be changed. */
    Map<String, String> tags(String arn) {
        return tags.computeIfAbsent(arn, any -> new TreeMap<>());
    }

    /** Whether something has this ARN that can have tags. */
    boolean exists(String arn) {
        return taggable().anyMatch(arn::equals);
    }

    private Stream<String> taggable() {
        return Stream.of(
                        clusters.values().stream().filter(EcsCluster::active).map(EcsCluster::arn),
                        services().filter(EcsService::alive).map(EcsService::arn),
                        tasks.values().stream()
                                .filter(task -> !task.is("STOPPED"))
                                .map(EcsTask::arn),
                        definitions.values().stream()
                                .flatMap(revision -> revision.values().stream())
                                .map(TaskDefinition::taskDefinitionArn))
                .flatMap(arns -> arns);
    }

    @Override
    public Stream<TaggedResource> taggedResources() {
        return taggable().map(arn -> new TaggedResource(arn, "ecs:" + type(arn), tags.getOrDefault(arn, Map.of())));
    }

    @Override
    public Optional<Map<String, String>> tagsOf(String arn) {
        return exists(arn) ? Optional.of(tags(arn)) : Optional.empty();
    }

    private static String type(String arn) {
        String resource = arn.split(":", 6)[5];
        return resource.substring(0, resource.indexOf('/'));
    }
}
