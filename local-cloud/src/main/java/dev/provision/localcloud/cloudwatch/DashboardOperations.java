package dev.provision.localcloud.cloudwatch;

import dev.provision.localcloud.state.Account;
import dev.provision.localcloud.state.Page;
import dev.provision.localcloud.time.CloudTime;
import dev.provision.localcloud.wire.AwsError;
import dev.provision.localcloud.wire.AwsService;
import dev.provision.localcloud.wire.ServiceApi;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.services.cloudwatch.model.DashboardEntry;
import software.amazon.awssdk.services.cloudwatch.model.DeleteDashboardsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DeleteDashboardsResponse;
import software.amazon.awssdk.services.cloudwatch.model.GetDashboardRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetDashboardResponse;
import software.amazon.awssdk.services.cloudwatch.model.ListDashboardsRequest;
import software.amazon.awssdk.services.cloudwatch.model.ListDashboardsResponse;
import software.amazon.awssdk.services.cloudwatch.model.PutDashboardRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutDashboardResponse;

/** The operations on dashboards, which are kept as they were put. */
final class DashboardOperations implements AwsService {
    private record Dashboard(String arn, String body, Instant modified) {}

    private final Account account;
    private final CloudTime time;
    private final Map<String, Dashboard> dashboards = new TreeMap<>();

    DashboardOperations(Account account, CloudTime time) {
        this.account = account;
        this.time = time;
    }

    @Override
    public ServiceApi api() {
        return CloudWatch.API;
    }

    public PutDashboardResponse putDashboard(PutDashboardRequest request) {
        if (!request.dashboardName().matches("[A-Za-z0-9_-]{1,255}")) {
            throw invalid("The dashboard name may hold letters, digits, - and _ only, 255 at most");
        }
        try {
            if (!JsonNode.parser().parse(request.dashboardBody()).isObject()) {
                throw invalid("The dashboard body must be a JSON object");
            }
        } catch (java.io.UncheckedIOException | IllegalArgumentException malformed) {
            throw invalid("The field DashboardBody must be a valid JSON object");
        }
        // Dashboards are global, hence no region in their ARN.
        String arn = account.globalArn("cloudwatch", "dashboard/" + request.dashboardName());
        dashboards.put(request.dashboardName(), new Dashboard(arn, request.dashboardBody(), time.now()));
        return PutDashboardResponse.builder()
                .dashboardValidationMessages(List.of())
                .build();
    }

    public GetDashboardResponse getDashboard(GetDashboardRequest request) {
        Dashboard dashboard = require(request.dashboardName());
        return GetDashboardResponse.builder()
                .dashboardArn(dashboard.arn())
                .dashboardBody(dashboard.body())
                .dashboardName(request.dashboardName())
                .build();
    }

    public ListDashboardsResponse listDashboards(ListDashboardsRequest request) {
        String prefix = request.dashboardNamePrefix() == null ? "" : request.dashboardNamePrefix();
        List<DashboardEntry> entries = dashboards.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(prefix))
                .map(entry -> DashboardEntry.builder()
                        .dashboardName(entry.getKey())
                        .dashboardArn(entry.getValue().arn())
                        .lastModified(entry.getValue().modified())
                        .size((long) entry.getValue().body().length())
                        .build())
                .toList();
        Page<DashboardEntry> page = Page.of(entries, request.nextToken(), 1000)
                .orElseThrow(() -> MetricOperations.invalidValue("Invalid nextToken"));
        return ListDashboardsResponse.builder()
                .dashboardEntries(page.items())
                .nextToken(page.nextToken().orElse(null))
                .build();
    }

    public DeleteDashboardsResponse deleteDashboards(DeleteDashboardsRequest request) {
        request.dashboardNames().forEach(this::require);
        request.dashboardNames().forEach(dashboards::remove);
        return DeleteDashboardsResponse.builder().build();
    }

    private Dashboard require(String name) {
        Dashboard dashboard = dashboards.get(name);
        if (dashboard == null) {
            throw new AwsError("ResourceNotFound", 404, "Dashboard " + name + " does not exist");
        }
        return dashboard;
    }

    private static AwsError invalid(String message) {
        return AwsError.badRequest("InvalidParameterInput", message);
    }
}
