package dev.provision.localcloud.tagging;

import dev.provision.localcloud.state.Page;
import dev.provision.localcloud.state.TagList;
import dev.provision.localcloud.state.TaggedResource;
import dev.provision.localcloud.state.TaggedResources;
import dev.provision.localcloud.wire.AwsError;
import dev.provision.localcloud.wire.AwsService;
import dev.provision.localcloud.wire.ServiceApi;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.FailureInfo;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.GetResourcesRequest;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.GetResourcesResponse;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.GetTagKeysRequest;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.GetTagKeysResponse;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.GetTagValuesRequest;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.GetTagValuesResponse;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.ResourceTagMapping;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.Tag;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.TagFilter;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.TagResourcesRequest;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.TagResourcesResponse;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.UntagResourcesRequest;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.UntagResourcesResponse;

/** The Resource Groups Tagging API. */
public final class Tagging implements AwsService {
    private static final int DEFAULT_PAGE = 50;
    private static final int TAG_PAGE = 100;
    private final List<TaggedResources> services;

    /** @param services all that have resources with tags */
    public Tagging(List<TaggedResources> services) {
        this.services = List.copyOf(services);
    }

    @Override
    public ServiceApi api() {
        return new ServiceApi("tagging", ServiceApi.Protocol.JSON_1_1, "ResourceGroupsTaggingAPI_20170126", "");
    }

    private Stream<TaggedResource> tagged() {
        return services.stream().flatMap(TaggedResources::taggedResources).filter(resource -> !resource.tags()
                .isEmpty());
    }

    public GetResourcesResponse getResources(GetResourcesRequest request) {
        check(request);
        int limit = Optional.ofNullable(request.resourcesPerPage()).orElse(DEFAULT_PAGE);
        List<TaggedResource> found = tagged().filter(filter(request))
                .sorted(Comparator.comparing(TaggedResource::arn))
                .toList();
        Page<TaggedResource> page = page(found, request.paginationToken(), limit);
        return GetResourcesResponse.builder()
                .resourceTagMappingList(
                        page.items().stream().map(Tagging::mapping).toList())
                .paginationToken(page.nextToken().orElse(""))
                .build();
    }

    private static void check(GetResourcesRequest request) {
        int perPage = Optional.ofNullable(request.resourcesPerPage()).orElse(DEFAULT_PAGE);
        require(perPage >= 1 && perPage <= 100, "ResourcesPerPage must be between 1 and 100.");
        int tagsPerPage = Optional.ofNullable(request.tagsPerPage()).orElse(TAG_PAGE);
        require(
                tagsPerPage >= 100 && tagsPerPage <= 500 && tagsPerPage % 100 == 0,
                "TagsPerPage must be a multiple of 100 between 100 and 500.");
        require(request.tagFilters().size() <= 50, "There can be at most 50 tag filters.");
        for (TagFilter filter : request.tagFilters()) {
            require(filter.key() != null && !filter.key().isEmpty(), "A tag filter must have a key.");
            require(filter.values().size() <= 20, "A tag filter can have at most 20 values.");
        }
        boolean filters = !request.tagFilters().isEmpty()
                || !request.resourceTypeFilters().isEmpty();
        require(
                request.resourceARNList().isEmpty() || !filters,
                "ResourceARNList cannot be combined with TagFilters or ResourceTypeFilters.");
        for (String type : request.resourceTypeFilters()) {
            require(type.matches("[A-Za-z0-9-]+(:[A-Za-z0-9/._-]+)?"), "Invalid resource type: " + type);
        }
    }

    private static Predicate<TaggedResource> filter(GetResourcesRequest request) {
        Predicate<TaggedResource> types =
                resource -> request.resourceTypeFilters().isEmpty()
                        || request.resourceTypeFilters().stream().anyMatch(type -> ofType(resource, type));
        Predicate<TaggedResource> arns = resource ->
                request.resourceARNList().isEmpty() || request.resourceARNList().contains(resource.arn());
        return types.and(arns)
                .and(resource -> request.tagFilters().stream().allMatch(filter -> fits(filter, resource.tags())));
    }

    /** A filter names a service, or a service and a type of resource. */
    private static boolean ofType(TaggedResource resource, String filter) {
        return resource.type().equals(filter) || resource.type().startsWith(filter + ":");
    }

    private static boolean fits(TagFilter filter, Map<String, String> tags) {
        return tags.containsKey(filter.key())
                && (filter.values().isEmpty() || filter.values().contains(tags.get(filter.key())));
    }

    private static ResourceTagMapping mapping(TaggedResource resource) {
        List<Tag> tags = TagList.of(
                new TreeMap<>(resource.tags()),
                (key, value) -> Tag.builder().key(key).value(value).build());
        return ResourceTagMapping.builder()
                .resourceARN(resource.arn())
                .tags(tags)
                .build();
    }

    public GetTagKeysResponse getTagKeys(GetTagKeysRequest request) {
        List<String> keys = tagged().flatMap(resource -> resource.tags().keySet().stream())
                .distinct()
                .sorted()
                .toList();
        Page<String> page = page(keys, request.paginationToken(), TAG_PAGE);
        return GetTagKeysResponse.builder()
                .tagKeys(page.items())
                .paginationToken(page.nextToken().orElse(""))
                .build();
    }

    public GetTagValuesResponse getTagValues(GetTagValuesRequest request) {
        require(request.key() != null && !request.key().isEmpty(), "Key must not be empty.");
        List<String> values = tagged().flatMap(
                        resource -> Stream.ofNullable(resource.tags().get(request.key())))
                .distinct()
                .sorted()
                .toList();
        Page<String> page = page(values, request.paginationToken(), TAG_PAGE);
        return GetTagValuesResponse.builder()
                .tagValues(page.items())
                .paginationToken(page.nextToken().orElse(""))
                .build();
    }

    public TagResourcesResponse tagResources(TagResourcesRequest request) {
        checkArns(request.resourceARNList());
        require(!request.tags().isEmpty() && request.tags().size() <= 50, "There must be 1 to 50 tags.");
        return TagResourcesResponse.builder()
                .failedResourcesMap(
                        change(request.resourceARNList(), (service, arn) -> service.tag(arn, request.tags())))
                .build();
    }

    public UntagResourcesResponse untagResources(UntagResourcesRequest request) {
        checkArns(request.resourceARNList());
        require(!request.tagKeys().isEmpty() && request.tagKeys().size() <= 50, "There must be 1 to 50 keys.");
        return UntagResourcesResponse.builder()
                .failedResourcesMap(
                        change(request.resourceARNList(), (service, arn) -> service.untag(arn, request.tagKeys())))
                .build();
    }

    private static void checkArns(List<String> arns) {
        require(!arns.isEmpty() && arns.size() <= 20, "There must be 1 to 20 resources.");
        require(new HashSet<>(arns).size() == arns.size(), "A resource is named twice.");
    }

    private interface TagChange {
        boolean apply(TaggedResources service, String arn);
    }

    private Map<String, FailureInfo> change(List<String> arns, TagChange change) {
        Map<String, FailureInfo> failed = new HashMap<>();
        for (String arn : arns) {
            try {
                if (services.stream().noneMatch(service -> change.apply(service, arn))) {
                    failed.put(arn, failure("InvalidParameterException", 400, "No such resource: " + arn));
                }
            } catch (AwsError refused) {
                failed.put(arn, failure("InvalidParameterException", refused.status(), refused.getMessage()));
            }
        }
        return failed;
    }

    private static FailureInfo failure(String code, int status, String message) {
        return FailureInfo.builder()
                .errorCode(code)
                .statusCode(status)
                .errorMessage(message)
                .build();
    }

    private static <T> Page<T> page(List<T> all, String token, int limit) {
        return Page.of(all, token, limit)
                .orElseThrow(() ->
                        AwsError.badRequest("PaginationTokenExpiredException", "The pagination token is not valid."));
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw AwsError.badRequest("InvalidParameterException", message);
        }
    }
}
