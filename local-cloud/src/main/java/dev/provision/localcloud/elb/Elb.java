package dev.provision.localcloud.elb;

import dev.provision.localcloud.acm.Certificates;
import dev.provision.localcloud.cloudwatch.MetricSink;
import dev.provision.localcloud.lambda.Invoker;
import dev.provision.localcloud.network.NetworkInterfaces;
import dev.provision.localcloud.s3.Deliveries;
import dev.provision.localcloud.state.Account;
import dev.provision.localcloud.state.ControlPlane;
import dev.provision.localcloud.state.Quotas;
import dev.provision.localcloud.time.CloudTime;
import dev.provision.localcloud.time.Latency;
import dev.provision.localcloud.wire.AwsService;
import java.util.List;
import java.util.stream.Stream;

/** Elastic Load Balancing v2, put together. */
public final class Elb {
    private final List<AwsService> services;
    private final ElbState state;
    private final Registrations registrations;
    private final HealthChecks healthChecks;
    private final LogDelivery logDelivery;

    /** What the cloud is and how its time passes. */
    public record Setting(Account account, ControlPlane controlPlane, CloudTime time, Latency latency, Quotas quotas) {}

    /** The other services that load balancers deal with. */
    public record Neighbours(
            NetworkInterfaces interfaces,
            Certificates certificates,
            Invoker invoker,
            MetricSink metrics,
            Deliveries deliveries) {}

    public Elb(Setting setting, Neighbours neighbours, DataPlane dataPlane) {
        state = new ElbState(setting.quotas());
        RoutesCompiler compiler = new RoutesCompiler(state, neighbours.interfaces());
        Publication publication = new Publication(state, dataPlane, compiler, neighbours.certificates());
        Background background = new Background(setting.controlPlane(), setting.time(), setting.latency());
        Actions actions = new Actions(state);
        ListenerCertificates certificates = new ListenerCertificates(state, neighbours.certificates(), publication);
        Tags tags = new Tags(state);
        registrations = new Registrations(
                state,
                neighbours.interfaces(),
                neighbours.invoker(),
                publication,
                new Draining(state, setting, dataPlane));
        healthChecks = new HealthChecks(
                state,
                setting.controlPlane(),
                setting.time(),
                setting.latency(),
                dataPlane,
                compiler,
                publication,
                neighbours.metrics());
        LogBuckets logBuckets = new LogBuckets(setting.account(), neighbours.deliveries());
        logDelivery = new LogDelivery(state, setting, dataPlane, logBuckets);
        services = List.of(
                new LoadBalancers(
                        setting.account(),
                        setting.time(),
                        state,
                        tags,
                        new Nodes(neighbours.interfaces(), background),
                        publication,
                        background),
                new TargetGroups(setting.account(), state, tags, publication),
                new Listeners(state, tags, actions, certificates, publication),
                new Rules(state, tags, actions, publication),
                new AttributeOperations(state, publication, logBuckets),
                new Information(state),
                certificates,
                registrations,
                tags);
    }

    /** What answers the API's operations, lists tags, and has to be closed. */
    public List<Object> parts() {
        return Stream.concat(services.stream(), Stream.<Object>of(healthChecks, logDelivery))
                .toList();
    }

    /** Whether there is a load balancer with an ARN. Called under the control-plane lock. */
    public boolean hasLoadBalancer(String arn) {
        return state.balancers.containsKey(arn);
    }

    /** What ECS does with target groups. */
    public Targets targets() {
        return registrations;
    }
}
