package dev.provision.aws.cloudwatch;

import dev.provision.aws.Api;
import dev.provision.aws.AwsConnection;
import dev.provision.aws.Inventory;
import dev.provision.aws.Owner;
import dev.provision.graph.StepKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;

/** Makes the steps of this package for one environment; its alarms share an inventory. */
public final class MonitoringSteps {
    private final Owner owner;
    private final Api<CloudWatchClient> cloudWatch;
    private final Inventory<MetricAlarm> alarms;

    public MonitoringSteps(AwsConnection connection, Owner owner) {
        this.owner = owner;
        this.cloudWatch = connection.api("cloudwatch", CloudWatchClient::builder);
        this.alarms = new Inventory<>(() -> MetricReader.alarms(cloudWatch, owner.prefix() + "-"));
    }

    /** See {@link AlarmStep}. */
    public AlarmStep alarm(
            StepKey key,
            AlarmStep.Spec spec,
            Set<StepKey> needs,
            Supplier<Optional<Metric>> metric,
            Supplier<Optional<Set<String>>> actions) {
        return new AlarmStep(key, spec, needs, metric, actions, owner, cloudWatch, alarms);
    }

    /** See {@link DashboardStep}. */
    public DashboardStep dashboard(
            StepKey key, DashboardStep.Spec spec, Set<StepKey> needs, Supplier<Optional<List<Panel>>> panels) {
        return new DashboardStep(key, spec, needs, panels, cloudWatch);
    }

    /** Whether there is a dashboard with this name. */
    public boolean exists(String dashboard) {
        return cloudWatch
                .find(c -> c.getDashboard(r -> r.dashboardName(dashboard)))
                .isPresent();
    }
}
