package dev.provision.localcloud.logs;

import dev.provision.localcloud.state.Page;
import dev.provision.localcloud.wire.AwsService;
import dev.provision.localcloud.wire.ServiceApi;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogGroupResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteLogGroupResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteRetentionPolicyRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteRetentionPolicyResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeIndexPoliciesRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeIndexPoliciesResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogGroupsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogGroupsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeMetricFiltersRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeMetricFiltersResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeSubscriptionFiltersRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeSubscriptionFiltersResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogGroupClass;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutRetentionPolicyRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutRetentionPolicyResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.TagResourceRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.TagResourceResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.UntagResourceRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.UntagResourceResponse;

/** The operations on log groups. */
final class LogGroupOperations implements AwsService {
    // https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
    private static final Set<Integer> RETENTION_DAYS = Set.of(
            1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653);
    private static final int PAGE = 50;

    private final LogGroups groups;

    LogGroupOperations(LogGroups groups) {
        this.groups = groups;
    }

    @Override
    public ServiceApi api() {
        return LogService.API;
    }

    public CreateLogGroupResponse createLogGroup(CreateLogGroupRequest request) {
        groups.create(request.logGroupName()).tags().putAll(request.tags());
        return CreateLogGroupResponse.builder().build();
    }

    public DeleteLogGroupResponse deleteLogGroup(DeleteLogGroupRequest request) {
        groups.delete(request.logGroupName());
        return DeleteLogGroupResponse.builder().build();
    }

    public DescribeLogGroupsResponse describeLogGroups(DescribeLogGroupsRequest request) {
        if (request.logGroupNamePrefix() != null && request.logGroupNamePattern() != null) {
            throw LogGroups.invalid(
                    "LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.");
        }
        List<LogGroup> matching =
                groups.all().stream().filter(group -> matches(group, request)).toList();
        int limit = request.limit() == null ? PAGE : request.limit();
        Page<LogGroup> page = Page.of(matching, request.nextToken(), limit)
                .orElseThrow(() -> LogGroups.invalid("The specified nextToken is invalid."));
        return DescribeLogGroupsResponse.builder()
                .logGroups(
                        page.items().stream().map(LogGroupOperations::describe).toList())
                .nextToken(page.nextToken().orElse(null))
                .build();
    }

    private static boolean matches(LogGroup group, DescribeLogGroupsRequest request) {
        String prefix = request.logGroupNamePrefix();
        String pattern = request.logGroupNamePattern();
        return (prefix == null || group.name().startsWith(prefix))
                && (pattern == null || group.name().contains(pattern))
                && (!request.hasLogGroupIdentifiers()
                        || request.logGroupIdentifiers().contains(group.name())
                        || request.logGroupIdentifiers().contains(group.arn()));
    }

    private static software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup describe(LogGroup group) {
        long bytes = group.streams().values().stream()
                .mapToLong(stream -> stream.summary().bytes())
                .sum();
        var described = software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup.builder()
                .logGroupName(group.name())
                .creationTime(group.created())
                .metricFilterCount(0)
                .arn(group.arn() + ":*")
                .logGroupArn(group.arn())
                .storedBytes(bytes)
                .logGroupClass(LogGroupClass.STANDARD);
        group.retentionDays().ifPresent(described::retentionInDays);
        return described.build();
    }

    public PutRetentionPolicyResponse putRetentionPolicy(PutRetentionPolicyRequest request) {
        LogGroup group = groups.require(request.logGroupName(), null);
        if (!RETENTION_DAYS.contains(request.retentionInDays())) {
            throw LogGroups.invalid("1 validation error detected: Value '" + request.retentionInDays()
                    + "' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set: "
                    + RETENTION_DAYS.stream().sorted().toList());
        }
        group.retain(OptionalInt.of(request.retentionInDays()));
        return PutRetentionPolicyResponse.builder().build();
    }

    public DeleteRetentionPolicyResponse deleteRetentionPolicy(DeleteRetentionPolicyRequest request) {
        groups.require(request.logGroupName(), null).retain(OptionalInt.empty());
        return DeleteRetentionPolicyResponse.builder().build();
    }

    public TagResourceResponse tagResource(TagResourceRequest request) {
        groups.require(null, request.resourceArn()).tags().putAll(request.tags());
        return TagResourceResponse.builder().build();
    }

    public UntagResourceResponse untagResource(UntagResourceRequest request) {
        groups.require(null, request.resourceArn()).tags().keySet().removeAll(request.tagKeys());
        return UntagResourceResponse.builder().build();
    }

    public ListTagsForResourceResponse listTagsForResource(ListTagsForResourceRequest request) {
        return ListTagsForResourceResponse.builder()
                .tags(groups.require(null, request.resourceArn()).tags())
                .build();
    }

    public DescribeMetricFiltersResponse describeMetricFilters(DescribeMetricFiltersRequest request) {
        return DescribeMetricFiltersResponse.builder().metricFilters(List.of()).build();
    }

    public DescribeSubscriptionFiltersResponse describeSubscriptionFilters(DescribeSubscriptionFiltersRequest request) {
        groups.require(request.logGroupName(), null);
        return DescribeSubscriptionFiltersResponse.builder()
                .subscriptionFilters(List.of())
                .build();
    }

    public DescribeIndexPoliciesResponse describeIndexPolicies(DescribeIndexPoliciesRequest request) {
        return DescribeIndexPoliciesResponse.builder().indexPolicies(List.of()).build();
    }
}
