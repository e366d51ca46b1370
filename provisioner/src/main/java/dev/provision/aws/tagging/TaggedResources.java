package dev.provision.aws.tagging;

import dev.provision.aws.Api;
import dev.provision.aws.Arn;
import dev.provision.aws.ArnCheck;
import dev.provision.aws.AwsConnection;
import dev.provision.aws.Inventory;
import dev.provision.aws.Owner;
import dev.provision.graph.StepKey;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.resourcegroupstaggingapi.ResourceGroupsTaggingApiClient;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.ResourceTagMapping;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.Tag;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.TagFilter;

/** Lists what carries the tags of an environment; asks once for all who want to know, and again after tags were written. */
public final class TaggedResources {
    /** The most that GetResources gives; 50 if not said. */
    private static final int PAGE = 100;

    private final Api<ResourceGroupsTaggingApiClient> tagging;
    private final Owner owner;
    private final List<ArnCheck> checks;
    private final Inventory<ResourceTagMapping> listed = new Inventory<>(this::mappings);

    /** @param checks decide what of the list still exists; what none of them is for is believed */
    public TaggedResources(AwsConnection connection, Owner owner, List<ArnCheck> checks) {
        this.tagging = connection.api("tag", ResourceGroupsTaggingApiClient::builder);
        this.owner = owner;
        this.checks = List.copyOf(checks);
    }

    /**
     * Something that carries the tags of an environment, and that of a step. It may be gone: the API goes on listing what
     * was deleted for a while.
     *
     * @param id its ARN
     */
    public record Found(StepKey key, String id) {}

    /** What carries the tag of a step. */
    public List<Found> ofSteps() {
        return List.copyOf(tagsOfSteps().keySet());
    }

    /** What carries the tag of a step, with all its tags. */
    SequencedMap<Found, Map<String, String>> tagsOfSteps() {
        SequencedMap<Found, Map<String, String>> found = new LinkedHashMap<>();
        listed.all().forEach(mapping -> {
            Map<String, String> tags =
                    mapping.tags().stream().collect(Collectors.toUnmodifiableMap(Tag::key, Tag::value));
            StepKey.parse(tags.getOrDefault(Owner.RESOURCE_TAG, ""))
                    .ifPresent(key -> found.put(new Found(key, mapping.resourceARN()), tags));
        });
        return found;
    }

    /**
     * The step that keeps the tags up to date of what is listed here alone.
     *
     * @param steps all of the environment
     */
    public TagsStep step(StepKey key, Collection<StepKey> steps) {
        return new TagsStep(key, steps, this, owner, tagging);
    }

    /** Whether what is listed is still there; where there is no check for it, it is believed. */
    boolean exists(Found found) {
        return exists(new Arn(found.id()));
    }

    private boolean exists(Arn arn) {
        return checks.stream().filter(check -> check.concerns(arn)).allMatch(check -> check.exists()
                .test(arn));
    }

    /** Tags were written: the next question goes to AWS. */
    void stale() {
        listed.stale();
    }

    /** The ARNs of what exists now, without EC2's, which {@code aws.network} lists itself. */
    public List<String> arns() {
        return listed.fresh().stream()
                .map(ResourceTagMapping::resourceARN)
                .map(Arn::new)
                .filter(arn -> !arn.service().equals("ec2"))
                .filter(this::exists)
                .map(Arn::value)
                .toList();
    }

    private List<ResourceTagMapping> mappings() {
        return tagging.call(c -> c
                .getResourcesPaginator(r -> r.resourcesPerPage(PAGE)
                        .tagFilters(filter(Owner.NAME_TAG, owner.name()), filter(Owner.ENV_TAG, owner.env())))
                .resourceTagMappingList()
                .stream()
                .toList());
    }

    private static TagFilter filter(String key, String value) {
        return TagFilter.builder().key(key).values(value).build();
    }
}
