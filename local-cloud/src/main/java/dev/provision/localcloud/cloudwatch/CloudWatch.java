package dev.provision.localcloud.cloudwatch;

import dev.provision.localcloud.state.Account;
import dev.provision.localcloud.state.ControlPlane;
import dev.provision.localcloud.time.CloudTime;
import dev.provision.localcloud.wire.ServiceApi;
import java.util.List;

/** CloudWatch: metrics, alarms and dashboards; the sink for what services measure. */
public final class CloudWatch {
    static final ServiceApi API = new ServiceApi(
            "monitoring",
            ServiceApi.Protocol.AWS_QUERY,
            "2010-08-01",
            "http://monitoring.amazonaws.com/doc/2010-08-01/");

    private final Metrics metrics;
    private final Alarms alarms;
    private final DashboardOperations dashboards;

    public CloudWatch(Account account, CloudTime time, ControlPlane controlPlane) {
        this.metrics = new Metrics(time);
        this.alarms = new Alarms(account, time, controlPlane, metrics);
        this.dashboards = new DashboardOperations(account, time);
    }

    /** What the assembly mounts and lists: operations and tagged resources. */
    public List<Object> parts() {
        return List.of(alarms, new MetricOperations(metrics), new AlarmOperations(alarms), dashboards);
    }

    public MetricSink sink() {
        return metrics;
    }

    /** Who is told when an alarm acts. */
    public void listen(AlarmAction.Listener listener) {
        alarms.listen(listener);
    }

    /** How Application Auto Scaling makes and deletes the alarms of target tracking. */
    public ManagedAlarms managedAlarms() {
        return new ManagedAlarms(alarms);
    }
}
