package dev.provision.aws.cloudwatch;

import dev.provision.aws.Api;
import dev.provision.aws.AwsStep;
import dev.provision.aws.Changes;
import dev.provision.graph.Change;
import dev.provision.graph.StepKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.GetDashboardResponse;

/** A dashboard with the charts of an environment. Dashboards have no tags: it is found by its name. */
public final class DashboardStep extends AwsStep<DashboardStep.Live> {
    private final Spec spec;
    private final Supplier<Optional<List<Panel>>> panels;
    private final Api<CloudWatchClient> cloudWatch;

    /** @param region whose metrics are shown */
    public record Spec(String name, String region) {}

    /**
     * @param needs what {@code panels} asks
     * @param panels empty while something that they show does not exist
     */
    DashboardStep(
            StepKey key,
            Spec spec,
            Set<StepKey> needs,
            Supplier<Optional<List<Panel>>> panels,
            Api<CloudWatchClient> cloudWatch) {
        super(key, "cloudwatch", needs);
        this.spec = spec;
        this.panels = panels;
        this.cloudWatch = cloudWatch;
    }

    /** A dashboard that exists. */
    public record Live(String name, String body) {}

    @Override
    public Optional<Live> find() {
        return cloudWatch
                .find(c -> c.getDashboard(r -> r.dashboardName(spec.name())))
                .map(GetDashboardResponse::dashboardBody)
                .map(body -> new Live(spec.name(), body));
    }

    private Optional<String> wanted() {
        return panels.get().map(all -> DashboardBody.of(spec.name(), spec.region(), all));
    }

    /** By a number for what the charts mean: CloudWatch need not give the text back as it was, nor does it tell people much. */
    @Override
    protected Changes comparison(Live live) {
        return new Changes().known("charts", charts(live.body()), wanted().map(DashboardStep::charts));
    }

    private static String charts(String body) {
        return "number %08x".formatted(JsonNode.parser().parse(body).hashCode());
    }

    @Override
    public Live create() {
        String body = wanted().orElseThrow(() -> new IllegalStateException(key() + ": nothing to show"));
        cloudWatch.run(c -> c.putDashboard(r -> r.dashboardName(spec.name()).dashboardBody(body)));
        return new Live(spec.name(), body);
    }

    @Override
    public Live converge(Live live, List<Change> changes) {
        return create();
    }

    @Override
    public void delete(Live live) {
        cloudWatch.delete(c -> c.deleteDashboards(r -> r.dashboardNames(live.name())));
    }

    @Override
    public Set<String> actions() {
        return Set.of("cloudwatch:DeleteDashboards", "cloudwatch:GetDashboard", "cloudwatch:PutDashboard");
    }
}
