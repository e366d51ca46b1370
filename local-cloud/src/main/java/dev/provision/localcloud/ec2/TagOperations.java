package dev.provision.localcloud.ec2;

import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.CreateTagsRequest;
import software.amazon.awssdk.services.ec2.model.CreateTagsResponse;
import software.amazon.awssdk.services.ec2.model.DeleteTagsRequest;
import software.amazon.awssdk.services.ec2.model.DeleteTagsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeTagsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeTagsResponse;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagDescription;

/** Tags of resources of every kind. */
public final class TagOperations implements Operations {
    private static final long RESOURCES = 1L << 32;
    private static final long KEYS = 64;
    private final Model model;
    private final Filters<TagDescription> filters = new Filters<TagDescription>(tag ->
                    List.of(Tag.builder().key(tag.key()).value(tag.value()).build()))
            .on("key", TagDescription::key)
            .on("value", TagDescription::value)
            .on("resource-id", TagDescription::resourceId)
            .on("resource-type", TagDescription::resourceTypeAsString);

    TagOperations(Model model) {
        this.model = model;
    }

    public CreateTagsResponse createTags(CreateTagsRequest request) {
        Refusal.dryRun(request);
        if (request.tags().isEmpty()) {
            throw Refusal.missing("Tag");
        }
        resources(request.resources()).forEach(id -> model.tags().add(id, request.tags()));
        return CreateTagsResponse.builder().build();
    }

    public DeleteTagsResponse deleteTags(DeleteTagsRequest request) {
        Refusal.dryRun(request);
        resources(request.resources()).forEach(id -> model.tags().remove(id, request.tags()));
        return DeleteTagsResponse.builder().build();
    }

    /** All of them must exist. */
    private List<String> resources(List<String> ids) {
        if (ids.isEmpty()) {
            throw Refusal.missing("resourceIdSet");
        }
        ids.forEach(id -> {
            Kind kind = Kind.of(id).orElseThrow(() -> Refusal.of("InvalidID", "The ID '" + id + "' is not valid"));
            table(kind).get(id);
        });
        return ids;
    }

    private Table<?> table(Kind kind) {
        return model.tables().stream()
                .filter(table -> table.kind() == kind)
                .findFirst()
                .orElseThrow();
    }

    public DescribeTagsResponse describeTags(DescribeTagsRequest request) {
        Refusal.dryRun(request);
        Page<TagDescription> page =
                Page.of(all().filter(filters.matching(request.filters())).toList(), request, this::rank);
        return DescribeTagsResponse.builder()
                .tags(page.items())
                .nextToken(page.nextToken())
                .build();
    }

    /** By kind, resource and key. */
    private long rank(TagDescription tag) {
        Table<?> table = table(Kind.of(tag.resourceId()).orElseThrow());
        long key = List.copyOf(model.tags().map(tag.resourceId()).keySet()).indexOf(tag.key());
        return (model.tables().indexOf(table) * RESOURCES + table.rank(tag.resourceId())) * KEYS + key;
    }

    private Stream<TagDescription> all() {
        return model.tables().stream().flatMap(table -> table.ids().stream()
                .flatMap(id -> model.tags().map(id).entrySet().stream().map(tag -> TagDescription.builder()
                        .resourceId(id)
                        .resourceType(table.kind().type())
                        .key(tag.getKey())
                        .value(tag.getValue())
                        .build())));
    }
}
