package dev.provision.localcloud.elb;

import dev.provision.localcloud.elb.ElbState.Grouping;
import dev.provision.localcloud.elb.ElbState.Registration;
import dev.provision.localcloud.elb.routes.AddressBlock;
import dev.provision.localcloud.lambda.Invoker;
import dev.provision.localcloud.network.NetworkInterfaces;
import dev.provision.localcloud.network.NetworkInterfaces.Attached;
import dev.provision.localcloud.state.Quota;
import dev.provision.localcloud.wire.AwsError;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeregisterTargetsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeregisterTargetsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetHealthRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetHealthResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RegisterTargetsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RegisterTargetsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetTypeEnum;

/** Which targets belong to which group, and how they are. */
public final class Registrations implements ElbApi, Targets {
    private static final String CALLER = "elasticloadbalancing.amazonaws.com";
    /** "Register targets with your target group": besides the VPC's own addresses. */
    private static final List<AddressBlock> PRIVATE = Stream.of(
                    "10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.168.0.0/16")
            .map(AddressBlock::of)
            .toList();

    private final ElbState state;
    private final NetworkInterfaces interfaces;
    private final Invoker invoker;
    private final Publication publication;
    private final Draining draining;

    Registrations(
            ElbState state, NetworkInterfaces interfaces, Invoker invoker, Publication publication, Draining draining) {
        this.state = state;
        this.interfaces = interfaces;
        this.invoker = invoker;
        this.publication = publication;
        this.draining = draining;
    }

    public RegisterTargetsResponse registerTargets(RegisterTargetsRequest request) {
        Grouping group = state.group(request.targetGroupArn());
        if (request.targets().isEmpty()) {
            throw Errors.validation("A target must be specified");
        }
        List<Registration> wanted = request.targets().stream()
                .map(target -> group.lambda() ? function(group, target) : address(group, target))
                .toList();
        add(group, wanted);
        return RegisterTargetsResponse.builder().build();
    }

    private void add(Grouping group, List<Registration> wanted) {
        String arn = group.shape().targetGroupArn();
        Map<TargetKey, Registration> targets = state.targetsOf(arn);
        long fresh =
                wanted.stream().filter(one -> !targets.containsKey(one.key())).count();
        int most = group.lambda() ? 1 : state.quotas.limit(Quota.TARGETS_PER_GROUP);
        if (targets.size() + fresh > most) {
            throw AwsError.badRequest(
                    "TooManyTargets", "A target group of this type cannot have more than '" + most + "' targets");
        }
        for (Registration one : wanted) {
            Registration before = targets.get(one.key());
            if (before == null || before.health().draining()) {
                targets.put(one.key(), one);
            }
        }
        publication.publish();
    }

    private Registration function(Grouping group, TargetDescription target) {
        String arn = target.id();
        if (arn == null || !arn.startsWith("arn:") || !arn.contains(":function:")) {
            throw AwsError.badRequest("InvalidTarget", "The target '" + arn + "' is not the ARN of a Lambda function");
        }
        if (!invoker.mayInvoke(arn, CALLER, group.shape().targetGroupArn())) {
            throw new AwsError(
                    "AccessDenied",
                    403,
                    "elasticloadbalancing principal does not have permission to invoke " + arn + " from target group "
                            + group.shape().targetGroupArn());
        }
        return new Registration(new TargetKey(arn, 0), Optional.empty(), Health.REGISTERING);
    }

    private Registration address(Grouping group, TargetDescription target) {
        if (group.shape().targetType() != TargetTypeEnum.IP) {
            throw AwsError.badRequest(
                    "InvalidTarget",
                    "The following targets are not in a running state and cannot be registered: '" + target.id() + "'");
        }
        InetAddress address;
        try {
            address = InetAddress.ofLiteral(target.id() == null ? "" : target.id());
        } catch (IllegalArgumentException e) {
            throw Errors.validation("The IP address '" + target.id() + "' is not a valid IPv4 address");
        }
        int port = target.port() == null ? group.shape().port() : target.port();
        if (port < 1 || port > 65_535) {
            throw Errors.validation("Port '" + port + "' must be in the range 1-65535");
        }
        Optional<Attached> inVpc = interfaces.find(group.shape().vpcId(), target.id());
        if (inVpc.isEmpty() && PRIVATE.stream().noneMatch(block -> block.contains(address))) {
            throw AwsError.badRequest(
                    "InvalidTarget",
                    "The IP address '" + target.id() + "' is not within the VPC or a private address range");
        }
        Optional<String> zone =
                Optional.ofNullable(target.availabilityZone()).or(() -> inVpc.map(Attached::availabilityZone));
        return new Registration(new TargetKey(target.id(), port), zone, Health.REGISTERING);
    }

    public DeregisterTargetsResponse deregisterTargets(DeregisterTargetsRequest request) {
        Grouping group = state.group(request.targetGroupArn());
        for (TargetDescription target : request.targets()) {
            if (group.lambda() || target.port() != null) {
                remove(group, new TargetKey(target.id(), group.lambda() ? 0 : target.port()));
            } else {
                // Without a port, the target goes with every port under which it is registered.
                List.copyOf(state.targetsOf(request.targetGroupArn()).keySet()).stream()
                        .filter(key -> key.id().equals(target.id()))
                        .forEach(key -> remove(group, key));
            }
        }
        publication.publish();
        return DeregisterTargetsResponse.builder().build();
    }

    private void remove(Grouping group, TargetKey key) {
        String arn = group.shape().targetGroupArn();
        Map<TargetKey, Registration> targets = state.targetsOf(arn);
        Registration before = targets.get(key);
        if (before == null || before.health().draining()) {
            return;
        }
        if (group.lambda() || before.health().unused()) {
            targets.remove(key);
            return;
        }
        Registration leaving = before.with(Health.DRAINING);
        targets.put(key, leaving);
        draining.begin(arn, leaving, Duration.ofSeconds(deregistrationDelaySeconds(arn)));
    }

    public DescribeTargetHealthResponse describeTargetHealth(DescribeTargetHealthRequest request) {
        Grouping group = state.group(request.targetGroupArn());
        Map<TargetKey, Registration> targets = state.targetsOf(request.targetGroupArn());
        List<TargetHealthDescription> descriptions;
        if (request.targets().isEmpty()) {
            descriptions =
                    targets.values().stream().map(one -> describe(group, one)).toList();
        } else {
            descriptions = request.targets().stream()
                    .map(target -> key(group, target))
                    .map(key -> Optional.ofNullable(targets.get(key))
                            .orElseGet(() -> new Registration(key, Optional.empty(), Health.NOT_REGISTERED)))
                    .map(one -> describe(group, one))
                    .toList();
        }
        return DescribeTargetHealthResponse.builder()
                .targetHealthDescriptions(descriptions)
                .build();
    }

    private static TargetKey key(Grouping group, TargetDescription target) {
        if (group.lambda()) {
            return new TargetKey(target.id(), 0);
        }
        return new TargetKey(target.id(), target.port() == null ? group.shape().port() : target.port());
    }

    private static TargetHealthDescription describe(Grouping group, Registration one) {
        TargetHealthDescription.Builder description = TargetHealthDescription.builder()
                .target(one.key().description(one.availabilityZone().orElse(null)))
                .targetHealth(one.health().shape());
        if (!group.lambda()) {
            String port = group.shape().healthCheckPort();
            description.healthCheckPort(
                    port.equals("traffic-port") ? Integer.toString(one.key().port()) : port);
        }
        return description.build();
    }

    @Override
    public boolean exists(String targetGroupArn) {
        return state.groups.containsKey(targetGroupArn);
    }

    @Override
    public boolean inUseByListener(String targetGroupArn) {
        return !state.usersOf(targetGroupArn).isEmpty();
    }

    @Override
    public void register(String targetGroupArn, String ip, int port) {
        Grouping group = state.group(targetGroupArn);
        TargetDescription target = TargetDescription.builder().id(ip).port(port).build();
        add(group, List.of(address(group, target)));
    }

    @Override
    public void deregister(String targetGroupArn, String ip, int port) {
        if (exists(targetGroupArn)) {
            remove(state.group(targetGroupArn), new TargetKey(ip, port));
            publication.publish();
        }
    }

    @Override
    public String health(String targetGroupArn, String ip, int port) {
        return Optional.ofNullable(state.targets.get(targetGroupArn))
                .map(targets -> targets.get(new TargetKey(ip, port)))
                .orElseGet(() -> new Registration(new TargetKey(ip, port), Optional.empty(), Health.NOT_REGISTERED))
                .health()
                .state()
                .toString();
    }

    @Override
    public int deregistrationDelaySeconds(String targetGroupArn) {
        return Integer.parseInt(
                state.group(targetGroupArn).attributes().getOrDefault("deregistration_delay.timeout_seconds", "0"));
    }
}
