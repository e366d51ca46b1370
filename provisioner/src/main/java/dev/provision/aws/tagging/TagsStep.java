package dev.provision.aws.tagging;

import dev.provision.aws.Api;
import dev.provision.aws.AwsStep;
import dev.provision.aws.Changes;
import dev.provision.aws.Owner;
import dev.provision.graph.Change;
import dev.provision.graph.ProvisionException.StepFailed;
import dev.provision.graph.StepKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.resourcegroupstaggingapi.ResourceGroupsTaggingApiClient;

/**
 * The configured tags of resources whose description does not show them: one list for all instead of a call for each. Makes
 * nothing; what is created is created with its tags.
 */
public final class TagsStep extends AwsStep<TagsStep.Live> {
    /** All whose own steps do not compare tags. */
    private static final Set<String> KINDS =
            Set.of("alarm", "health-alarm", "listener", "log-group", "parameter", "repository", "scalable-target");

    private static final int MOST_AT_ONCE = 20;

    private final TaggedResources resources;
    private final Owner owner;
    private final Api<ResourceGroupsTaggingApiClient> tagging;

    TagsStep(StepKey key, TaggedResources resources, Owner owner, Api<ResourceGroupsTaggingApiClient> tagging) {
        super(key, "tag", Set.of());
        this.resources = resources;
        this.owner = owner;
        this.tagging = tagging;
    }

    /** @param tags by resource */
    public record Live(Map<TaggedResources.Found, Map<String, String>> tags) {
        public Live {
            tags = Map.copyOf(tags);
        }
    }

    @Override
    public Optional<Live> find() {
        // Of other kinds some are listed for long after they were deleted: inactive clusters and task definitions.
        Map<TaggedResources.Found, Map<String, String>> tags = resources.tagsOfSteps().entrySet().stream()
                .filter(entry -> KINDS.contains(entry.getKey().key().kind()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        return tags.isEmpty() ? Optional.empty() : Optional.of(new Live(tags));
    }

    @Override
    public boolean onlyChecks() {
        return true;
    }

    @Override
    protected Changes comparison(Live live) {
        Changes changes = new Changes();
        live.tags().entrySet().stream()
                .sorted(Map.Entry.comparingByKey((one, other) -> one.key().compareTo(other.key())))
                .forEach(entry -> changes.entries(entry.getKey().key().toString(), entry.getValue(), owner.extra()));
        return changes;
    }

    @Override
    public Live create() {
        return new Live(Map.of());
    }

    @Override
    public Live converge(Live live, List<Change> changes) {
        List<String> differing = live.tags().entrySet().stream()
                .filter(entry ->
                        !entry.getValue().entrySet().containsAll(owner.extra().entrySet()))
                .map(entry -> entry.getKey().id())
                .sorted()
                .toList();
        List<String> refused = new ArrayList<>();
        for (int from = 0; from < differing.size(); from += MOST_AT_ONCE) {
            List<String> some = differing.subList(from, Math.min(differing.size(), from + MOST_AT_ONCE));
            tagging.call(c -> c.tagResources(r -> r.resourceARNList(some).tags(owner.extra())))
                    .failedResourcesMap()
                    .forEach((arn, failure) -> refused.add(
                            arn + ": " + failure.errorMessage() + " (" + failure.errorCodeAsString() + ")"));
        }
        resources.stale();
        if (!refused.isEmpty()) {
            throw new StepFailed(
                    Optional.of(key()),
                    refused.size() + " resources cannot be tagged",
                    String.join("\n", refused),
                    "mend what it says, then run up again",
                    null);
        }
        return live;
    }

    /** Tags go with what carries them. */
    @Override
    public void delete(Live live) {}

    @Override
    public Set<String> actions() {
        return Set.of("tag:GetResources", "tag:TagResources");
    }
}
