package dev.provision.localcloud.elb;

import dev.provision.localcloud.Clients;
import dev.provision.localcloud.acm.Acm;
import dev.provision.localcloud.acm.LocalAuthority;
import dev.provision.localcloud.balancer.Balancer;
import dev.provision.localcloud.route53.DnsRecords;
import dev.provision.localcloud.state.Account;
import dev.provision.localcloud.state.ControlPlane;
import dev.provision.localcloud.state.Quotas;
import dev.provision.localcloud.time.CloudTime;
import dev.provision.localcloud.time.Latency;
import dev.provision.localcloud.time.RunningTime;
import dev.provision.localcloud.wafv2.Firewall;
import dev.provision.localcloud.wire.AwsService;
import dev.provision.localcloud.wire.Dispatcher;
import dev.provision.localcloud.wire.Fault;
import dev.provision.localcloud.wire.RequestLog;
import dev.provision.localcloud.wire.WireServer;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntUnaryOperator;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleCondition;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealth;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetTypeEnum;

/** Load balancers with all that is theirs, behind the real wire, in front of a pretended network and pretended functions. */
public final class ElbCloud implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private final Account account = new Account("000000000000", "eu-west-2");
    private final ControlPlane controlPlane = new ControlPlane();
    private final PretendNetwork network = new PretendNetwork();
    private final PretendFunctions functions = new PretendFunctions();
    private final Measured measured = new Measured();
    private final PretendBuckets buckets = new PretendBuckets();
    private final LocalAuthority authority;
    private final Balancer balancer;
    private final Elb elb;
    private final WireServer server;
    private final ElasticLoadBalancingV2Client client;
    private final AcmClient acmClient;
    private final List<AutoCloseable> closeables = new ArrayList<>();

    private ElbCloud(CloudTime time, Latency latency, IntUnaryOperator ports) {
        authority = new LocalAuthority(time.now());
        Acm acm = new Acm(account, controlPlane, time, latency.of(Duration.ofMinutes(1)), anyRecord(), () -> authority);
        balancer = new Balancer(ports, controlPlane, network, functions, measured, Firewall.none(), time);
        elb = new Elb(
                new Elb.Setting(account, controlPlane, time, latency, Quotas.usual()),
                new Elb.Neighbours(network, acm, functions, measured, buckets),
                balancer);
        List<AwsService> services = new ArrayList<>(acm.parts());
        elb.parts().forEach(part -> {
            if (part instanceof AwsService service) {
                services.add(service);
            }
            if (part instanceof AutoCloseable closeable) {
                closeables.add(closeable);
            }
        });
        server = WireServer.start(0);
        server.serve(
                new Dispatcher(services, controlPlane, time, (_, _) -> new Fault.None(), new RequestLog()),
                List.of(),
                List.of());
        client = Clients.of(ElasticLoadBalancingV2Client.builder(), endpoint());
        acmClient = Clients.of(AcmClient.builder(), endpoint());
    }

    /** Real time, nothing takes any, free ports. */
    public static ElbCloud start() {
        return start(_ -> 0);
    }

    public static ElbCloud start(IntUnaryOperator ports) {
        RunningTime time = new RunningTime(Clock.systemUTC(), 1);
        ElbCloud cloud = new ElbCloud(time, Latency.INSTANT, ports);
        cloud.closeables.add(time);
        return cloud;
    }

    /** Time that a test moves, and things that take as long as on AWS. */
    public static ElbCloud start(CloudTime time) {
        return new ElbCloud(time, Latency.AWS, _ -> 0);
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.port());
    }

    public ElasticLoadBalancingV2Client client() {
        return client;
    }

    public AcmClient acm() {
        return acmClient;
    }

    public PretendNetwork network() {
        return network;
    }

    public PretendFunctions functions() {
        return functions;
    }

    public PretendBuckets buckets() {
        return buckets;
    }

    public Measured measured() {
        return measured;
    }

    public LocalAuthority authority() {
        return authority;
    }

    public Targets targets() {
        return elb.targets();
    }

    public ControlPlane controlPlane() {
        return controlPlane;
    }

    /** The port of a listener on this machine. */
    public int port(Listener listener) {
        return balancer.portsByListener().get(listener.listenerArn());
    }

    public LoadBalancer loadBalancer(String name) {
        return client.createLoadBalancer(request ->
                        request.name(name).subnets("subnet-a", "subnet-b").securityGroups("sg-1"))
                .loadBalancers()
                .getFirst();
    }

    public TargetGroup ipGroup(String name) {
        return client.createTargetGroup(request -> request.name(name)
                        .targetType(TargetTypeEnum.IP)
                        .protocol(ProtocolEnum.HTTP)
                        .port(8080)
                        .vpcId(PretendNetwork.VPC)
                        .healthCheckIntervalSeconds(5)
                        .healthCheckTimeoutSeconds(2)
                        .healthCheckPath("/health"))
                .targetGroups()
                .getFirst();
    }

    public TargetGroup lambdaGroup(String name) {
        return client.createTargetGroup(request -> request.name(name).targetType(TargetTypeEnum.LAMBDA))
                .targetGroups()
                .getFirst();
    }

    /** An HTTP listener that answers 404 by default. */
    public Listener listener(LoadBalancer loadBalancer, int port) {
        return client.createListener(request -> request.loadBalancerArn(loadBalancer.loadBalancerArn())
                        .port(port)
                        .protocol(ProtocolEnum.HTTP)
                        .defaultActions(nothingHere()))
                .listeners()
                .getFirst();
    }

    /** The fixed 404. */
    public static Action nothingHere() {
        return Action.builder()
                .type(ActionTypeEnum.FIXED_RESPONSE)
                .fixedResponseConfig(fixed -> fixed.statusCode("404")
                        .contentType("application/json")
                        .messageBody("{\"error\":\"nothing here\"}"))
                .build();
    }

    /** A forward to one group. */
    public static Action forward(TargetGroup group) {
        return Action.builder()
                .type(ActionTypeEnum.FORWARD)
                .targetGroupArn(group.targetGroupArn())
                .build();
    }

    /** A condition on the path. */
    public static RuleCondition path(String... patterns) {
        return RuleCondition.builder().field("path-pattern").values(patterns).build();
    }

    /** Has a path go to a group. */
    public String rule(Listener listener, int priority, String path, TargetGroup group) {
        return client.createRule(request -> request.listenerArn(listener.listenerArn())
                        .priority(priority)
                        .conditions(path(path))
                        .actions(forward(group)))
                .rules()
                .getFirst()
                .ruleArn();
    }

    public void register(TargetGroup group, String ip, int port) {
        client.registerTargets(request -> request.targetGroupArn(group.targetGroupArn())
                .targets(TargetDescription.builder().id(ip).port(port).build()));
    }

    /** The health of a group's only target. */
    public TargetHealth health(TargetGroup group) {
        return client.describeTargetHealth(request -> request.targetGroupArn(group.targetGroupArn()))
                .targetHealthDescriptions()
                .getFirst()
                .targetHealth();
    }

    /** Waits until something is so. */
    public static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not in time: " + what);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    @Override
    public void close() {
        client.close();
        acmClient.close();
        server.close();
        balancer.close();
        for (AutoCloseable closeable : closeables) {
            try {
                closeable.close();
            } catch (Exception e) {
                // AutoCloseable declares it.
                throw new IllegalStateException(e);
            }
        }
    }

    /** As if every record were there. */
    private static DnsRecords anyRecord() {
        return new DnsRecords() {
            @Override
            public boolean hasCname(String name, String value) {
                return true;
            }

            @Override
            public void onChange(Runnable listener) {
                // Nothing changes.
            }
        };
    }
}
