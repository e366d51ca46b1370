package dev.provision.aws.tagging;

import dev.provision.aws.Api;
import dev.provision.aws.AwsStep;
import dev.provision.aws.Changes;
import dev.provision.aws.Owner;
import dev.provision.graph.Change;
import dev.provision.graph.ProvisionException.StepFailed;
import dev.provision.graph.StepKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.resourcegroupstaggingapi.ResourceGroupsTaggingApiClient;

/**
 * The configured tags of resources whose description does not show them: one list for all instead of a call for each. Makes
 * nothing; what is created is created with its tags.
 */
public final class TagsStep extends AwsStep<TagsStep.Live> {
    /** The kinds whose own steps do not compare tags, and what their services ask for besides {@code tag:TagResources}. */
    private static final Map<String, String> RIGHTS = Map.of(
            "alarm", "cloudwatch:TagResource",
            "health-alarm", "cloudwatch:TagResource",
            "listener", "elasticloadbalancing:AddTags",
            "log-group", "logs:TagResource",
            "parameter", "ssm:AddTagsToResource",
            "repository", "ecr:TagResource",
            "scalable-target", "application-autoscaling:TagResource",
            "security-group-rules", "ec2:CreateTags");

    private static final int MOST_AT_ONCE = 20;

    private final TaggedResources resources;
    private final Owner owner;
    private final Api<ResourceGroupsTaggingApiClient> tagging;
    private final Set<StepKey> compared;

    /** @param steps those of the environment; some of them are of kinds whose tags are compared here */
    TagsStep(
            StepKey key,
            Collection<StepKey> steps,
            TaggedResources resources,
            Owner owner,
            Api<ResourceGroupsTaggingApiClient> tagging) {
        super(key, "tag", Set.of());
        this.compared =
                steps.stream().filter(step -> RIGHTS.containsKey(step.kind())).collect(Collectors.toUnmodifiableSet());
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
                .filter(entry -> RIGHTS.containsKey(entry.getKey().key().kind()))
                .filter(entry -> right(entry.getValue()) || resources.exists(entry.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        return tags.isEmpty() ? Optional.empty() : Optional.of(new Live(tags));
    }

    private boolean right(Map<String, String> tags) {
        return tags.entrySet().containsAll(owner.extra().entrySet());
    }

    @Override
    public boolean onlyChecks() {
        return true;
    }

    /** One change for all rules of a security group, which are of one step. */
    @Override
    protected Changes comparison(Live live) {
        Map<StepKey, Map<String, String>> bySteps = new TreeMap<>();
        live.tags()
                .forEach((found, tags) -> bySteps.merge(found.key(), tags, (one, other) -> right(one) ? other : one));
        Changes changes = new Changes();
        bySteps.forEach((step, tags) -> changes.entries(step.toString(), tags, owner.extra()));
        return changes;
    }

    /** One value for all that is listed, now or at another time. */
    @Override
    public Map<String, String> wanted(Live live) {
        return owner.extra();
    }

    @Override
    public String wantedField(Change change) {
        return owner.extra().keySet().stream()
                .filter(tag -> change.field().endsWith("." + tag))
                .max(Comparator.comparing(String::length))
                .orElseThrow();
    }

    @Override
    public Live create() {
        return new Live(Map.of());
    }

    @Override
    public Live converge(Live live, List<Change> changes) {
        Map<String, TaggedResources.Found> differing = live.tags().entrySet().stream()
                .filter(entry -> !right(entry.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toMap(TaggedResources.Found::id, found -> found, (one, _) -> one, TreeMap::new));
        List<String> arns = List.copyOf(differing.keySet());
        List<String> refused = new ArrayList<>();
        for (int from = 0; from < arns.size(); from += MOST_AT_ONCE) {
            List<String> some = arns.subList(from, Math.min(arns.size(), from + MOST_AT_ONCE));
            tagging.call(c -> c.tagResources(r -> r.resourceARNList(some).tags(owner.extra())))
                    .failedResourcesMap()
                    .forEach((arn, failure) -> {
                        // A rule of a security group may have been revoked in the meantime, by the step that it is of.
                        if (resources.exists(differing.get(arn))) {
                            refused.add(arn + ": " + failure.errorMessage() + " (" + failure.errorCodeAsString() + ")");
                        }
                    });
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
        return Stream.concat(
                        compared.stream().map(step -> RIGHTS.get(step.kind())),
                        Stream.of("tag:GetResources", "tag:TagResources"))
                .collect(Collectors.toUnmodifiableSet());
    }
}
