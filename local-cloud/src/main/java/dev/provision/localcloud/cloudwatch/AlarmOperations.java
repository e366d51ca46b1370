package dev.provision.localcloud.cloudwatch;

import dev.provision.localcloud.state.Page;
import dev.provision.localcloud.state.TagList;
import dev.provision.localcloud.wire.AwsError;
import dev.provision.localcloud.wire.AwsService;
import dev.provision.localcloud.wire.ServiceApi;
import java.util.List;
import software.amazon.awssdk.services.cloudwatch.model.DeleteAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DeleteAlarmsResponse;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmHistoryRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmHistoryResponse;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsForMetricRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsForMetricResponse;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsResponse;
import software.amazon.awssdk.services.cloudwatch.model.DisableAlarmActionsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DisableAlarmActionsResponse;
import software.amazon.awssdk.services.cloudwatch.model.EnableAlarmActionsRequest;
import software.amazon.awssdk.services.cloudwatch.model.EnableAlarmActionsResponse;
import software.amazon.awssdk.services.cloudwatch.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.cloudwatch.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmResponse;
import software.amazon.awssdk.services.cloudwatch.model.SetAlarmStateRequest;
import software.amazon.awssdk.services.cloudwatch.model.SetAlarmStateResponse;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.cloudwatch.model.Tag;
import software.amazon.awssdk.services.cloudwatch.model.TagResourceRequest;
import software.amazon.awssdk.services.cloudwatch.model.TagResourceResponse;
import software.amazon.awssdk.services.cloudwatch.model.UntagResourceRequest;
import software.amazon.awssdk.services.cloudwatch.model.UntagResourceResponse;

/** The operations on alarms. */
final class AlarmOperations implements AwsService {
    private static final int PAGE = 50;

    private final Alarms alarms;

    AlarmOperations(Alarms alarms) {
        this.alarms = alarms;
    }

    @Override
    public ServiceApi api() {
        return CloudWatch.API;
    }

    public PutMetricAlarmResponse putMetricAlarm(PutMetricAlarmRequest request) {
        if (request.thresholdMetricId() != null) {
            throw AwsError.badRequest("ValidationError", "The local cloud has no anomaly detection");
        }
        if (request.threshold() == null || request.evaluationPeriods() == null) {
            throw new AwsError("MissingParameter", 400, "Threshold and EvaluationPeriods are required");
        }
        long period = request.hasMetrics() ? alarms.checkQueries(request) : period(request);
        int periods = request.evaluationPeriods();
        if (periods < 1 || (request.datapointsToAlarm() != null && request.datapointsToAlarm() > periods)) {
            throw AwsError.badRequest(
                    "ValidationError", "DatapointsToAlarm must be at most EvaluationPeriods, which must be at least 1");
        }
        if (period * periods > 86_400L * 7) {
            throw AwsError.badRequest("ValidationError", "Metrics cannot be checked across more than seven days");
        }
        alarms.put(request);
        return PutMetricAlarmResponse.builder().build();
    }

    private static long period(PutMetricAlarmRequest request) {
        if (request.metricName() == null || request.namespace() == null) {
            throw new AwsError("MissingParameter", 400, "MetricName and Namespace, or Metrics, are required");
        }
        if ((request.statisticAsString() == null) == (request.extendedStatistic() == null)) {
            throw AwsError.badRequest(
                    "InvalidParameterCombination", "Exactly one of Statistic and ExtendedStatistic must be specified");
        }
        Integer period = request.period();
        if (period == null || (period != 10 && period != 20 && period != 30 && period % 60 != 0) || period < 1) {
            throw AwsError.badRequest("ValidationError", "Period must be 10, 20, 30 or a multiple of 60");
        }
        return period;
    }

    public DescribeAlarmsResponse describeAlarms(DescribeAlarmsRequest request) {
        List<Alarm> matching =
                alarms.all().stream().filter(alarm -> matches(alarm, request)).toList();
        Page<Alarm> page = Page.of(
                        matching, request.nextToken(), request.maxRecords() == null ? PAGE : request.maxRecords())
                .orElseThrow(() -> new AwsError("InvalidNextToken", 400, "The next token specified is invalid."));
        return DescribeAlarmsResponse.builder()
                .metricAlarms(page.items().stream().map(Alarm::describe).toList())
                .compositeAlarms(List.of())
                .nextToken(page.nextToken().orElse(null))
                .build();
    }

    private static boolean matches(Alarm alarm, DescribeAlarmsRequest request) {
        String name = alarm.settings().alarmName();
        return (!request.hasAlarmNames() || request.alarmNames().contains(name))
                && (request.alarmNamePrefix() == null || name.startsWith(request.alarmNamePrefix()))
                && (request.stateValue() == null || request.stateValue() == alarm.state())
                && (request.actionPrefix() == null
                        || alarm.settings().alarmActions().stream()
                                .anyMatch(a -> a.startsWith(request.actionPrefix())));
    }

    public DescribeAlarmsForMetricResponse describeAlarmsForMetric(DescribeAlarmsForMetricRequest request) {
        MetricId wanted = MetricId.of(request.namespace(), request.metricName(), request.dimensions());
        return DescribeAlarmsForMetricResponse.builder()
                .metricAlarms(alarms.all().stream()
                        .filter(alarm -> alarm.watches(wanted))
                        .map(Alarm::describe)
                        .toList())
                .build();
    }

    public DescribeAlarmHistoryResponse describeAlarmHistory(DescribeAlarmHistoryRequest request) {
        return DescribeAlarmHistoryResponse.builder()
                .alarmHistoryItems(List.of())
                .build();
    }

    public DeleteAlarmsResponse deleteAlarms(DeleteAlarmsRequest request) {
        if (request.alarmNames().stream().allMatch(name -> alarms.find(name).isEmpty())
                && !request.alarmNames().isEmpty()) {
            // DeleteAlarms answers ResourceNotFound only if none of the alarms exists.
            throw new AwsError("ResourceNotFound", 404, "The named resource does not exist.");
        }
        request.alarmNames().forEach(alarms::delete);
        return DeleteAlarmsResponse.builder().build();
    }

    public SetAlarmStateResponse setAlarmState(SetAlarmStateRequest request) {
        Alarm alarm = alarms.find(request.alarmName())
                .orElseThrow(() -> new AwsError("ResourceNotFound", 404, "The named resource does not exist."));
        if (request.stateValue() == null || request.stateValue() == StateValue.UNKNOWN_TO_SDK_VERSION) {
            throw MetricOperations.invalidValue("StateValue must be OK, ALARM or INSUFFICIENT_DATA");
        }
        alarms.set(alarm, request.stateValue(), request.stateReason());
        return SetAlarmStateResponse.builder().build();
    }

    public EnableAlarmActionsResponse enableAlarmActions(EnableAlarmActionsRequest request) {
        request.alarmNames().forEach(name -> alarms.find(name).ifPresent(alarm -> alarm.enableActions(true)));
        return EnableAlarmActionsResponse.builder().build();
    }

    public DisableAlarmActionsResponse disableAlarmActions(DisableAlarmActionsRequest request) {
        request.alarmNames().forEach(name -> alarms.find(name).ifPresent(alarm -> alarm.enableActions(false)));
        return DisableAlarmActionsResponse.builder().build();
    }

    public TagResourceResponse tagResource(TagResourceRequest request) {
        Alarm alarm = tagged(request.resourceARN());
        request.tags().forEach(tag -> alarm.tags().put(tag.key(), tag.value()));
        return TagResourceResponse.builder().build();
    }

    public UntagResourceResponse untagResource(UntagResourceRequest request) {
        tagged(request.resourceARN()).tags().keySet().removeAll(request.tagKeys());
        return UntagResourceResponse.builder().build();
    }

    public ListTagsForResourceResponse listTagsForResource(ListTagsForResourceRequest request) {
        return ListTagsForResourceResponse.builder()
                .tags(TagList.of(
                        tagged(request.resourceARN()).tags(),
                        (key, value) -> Tag.builder().key(key).value(value).build()))
                .build();
    }

    private Alarm tagged(String arn) {
        return alarms.findByArn(arn)
                .orElseThrow(() -> new AwsError("ResourceNotFoundException", 404, "Unknown resource " + arn));
    }
}
