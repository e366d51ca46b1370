package dev.provision.localcloud.elb;

import dev.provision.localcloud.elb.ElbState.Balancing;
import dev.provision.localcloud.network.NetworkInterfaces.Attached;
import dev.provision.localcloud.state.Account;
import dev.provision.localcloud.state.Ids;
import dev.provision.localcloud.state.Quota;
import dev.provision.localcloud.time.CloudTime;
import dev.provision.localcloud.wire.AwsError;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateLoadBalancerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateLoadBalancerResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteLoadBalancerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteLoadBalancerResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancersRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancersResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.IpAddressType;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerSchemeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerState;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerStateEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetIpAddressTypeRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetIpAddressTypeResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetSecurityGroupsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetSecurityGroupsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetSubnetsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetSubnetsResponse;

/** Load balancers: made, described, changed, deleted. */
public final class LoadBalancers implements ElbApi {
    private static final Duration PROVISIONING = Duration.ofMinutes(2);

    private final Account account;
    private final CloudTime time;
    private final ElbState state;
    private final Tags tags;
    private final Nodes nodes;
    private final Publication publication;
    private final Background background;

    LoadBalancers(
            Account account,
            CloudTime time,
            ElbState state,
            Tags tags,
            Nodes nodes,
            Publication publication,
            Background background) {
        this.account = account;
        this.time = time;
        this.state = state;
        this.tags = tags;
        this.nodes = nodes;
        this.publication = publication;
        this.background = background;
    }

    public CreateLoadBalancerResponse createLoadBalancer(CreateLoadBalancerRequest request) {
        check(request);
        Optional<Balancing> existing = named(request.name());
        if (existing.isPresent()) {
            return answer(sameOrRefused(existing.get().shape(), request));
        }
        state.checkRoom(
                state.balancers.size(),
                Quota.LOAD_BALANCERS,
                "TooManyLoadBalancers",
                "You have reached the maximum of '%s' load balancers");
        String dimension = "app/" + request.name() + "/" + Ids.hex(16);
        String arn = account.arn("elasticloadbalancing", "loadbalancer/" + dimension);
        boolean internal = request.scheme() == LoadBalancerSchemeEnum.INTERNAL;
        List<Attached> attached = nodes.attach(dimension, Nodes.subnets(request), request.securityGroups(), internal);
        Site site = Site.free(state);
        LoadBalancer shape = LoadBalancer.builder()
                .loadBalancerArn(arn)
                .loadBalancerName(request.name())
                .dnsName(site.dnsName())
                .canonicalHostedZoneId("ZHURV8PSTC4K8")
                .createdTime(time.now())
                .scheme(internal ? LoadBalancerSchemeEnum.INTERNAL : LoadBalancerSchemeEnum.INTERNET_FACING)
                .type(LoadBalancerTypeEnum.APPLICATION)
                .ipAddressType(request.ipAddressType() == null ? IpAddressType.IPV4 : request.ipAddressType())
                .vpcId(attached.getFirst().vpcId())
                .availabilityZones(Nodes.zones(attached))
                .securityGroups(attached.getFirst().groupIds())
                .state(state(LoadBalancerStateEnum.PROVISIONING))
                .build();
        state.balancers.put(arn, new Balancing(shape, Attributes.LOAD_BALANCER.defaults(), site.address(), attached));
        tags.put(arn, request.tags());
        background.after(PROVISIONING, () -> activate(arn));
        return answer(shape);
    }

    private void check(CreateLoadBalancerRequest request) {
        Names.check("Load balancer", request.name());
        if (request.name().startsWith("internal-")) {
            throw Errors.validation("Load balancer name '" + request.name() + "' cannot start with 'internal-'");
        }
        if (request.type() != null && request.type() != LoadBalancerTypeEnum.APPLICATION) {
            throw Errors.validation("Load balancer type '" + request.typeAsString()
                    + "' is not available in the local cloud, which has application load balancers only");
        }
        if (request.scheme() == LoadBalancerSchemeEnum.UNKNOWN_TO_SDK_VERSION) {
            throw AwsError.badRequest("InvalidScheme", "The scheme '" + request.schemeAsString() + "' is not valid");
        }
        Tags.check(request.tags());
    }

    private static LoadBalancer sameOrRefused(LoadBalancer existing, CreateLoadBalancerRequest request) {
        boolean internal = request.scheme() == LoadBalancerSchemeEnum.INTERNAL;
        List<String> existingSubnets = existing.availabilityZones().stream()
                .map(zone -> zone.subnetId())
                .toList();
        boolean same = internal == (existing.scheme() == LoadBalancerSchemeEnum.INTERNAL)
                && new HashSet<>(existingSubnets).equals(new HashSet<>(Nodes.subnets(request)))
                && (request.securityGroups().isEmpty()
                        || new HashSet<>(existing.securityGroups()).equals(new HashSet<>(request.securityGroups())))
                && (request.ipAddressType() == null || request.ipAddressType() == existing.ipAddressType());
        if (!same) {
            throw AwsError.badRequest(
                    "DuplicateLoadBalancerName",
                    "A load balancer with the same name '" + request.name() + "' exists, but with different settings");
        }
        return existing;
    }

    private static CreateLoadBalancerResponse answer(LoadBalancer shape) {
        return CreateLoadBalancerResponse.builder().loadBalancers(shape).build();
    }

    private static LoadBalancerState state(LoadBalancerStateEnum code) {
        return LoadBalancerState.builder().code(code).build();
    }

    private void activate(String arn) {
        Balancing balancing = state.balancers.get(arn);
        if (balancing != null) {
            LoadBalancer active = balancing.shape().toBuilder()
                    .state(state(LoadBalancerStateEnum.ACTIVE))
                    .build();
            state.balancers.put(arn, balancing.with(active));
            publication.publish();
        }
    }

    private Optional<Balancing> named(String name) {
        return state.balancers.values().stream()
                .filter(one -> one.shape().loadBalancerName().equals(name))
                .findFirst();
    }

    public DescribeLoadBalancersResponse describeLoadBalancers(DescribeLoadBalancersRequest request) {
        if (!request.loadBalancerArns().isEmpty() && !request.names().isEmpty()) {
            throw Errors.validation("Load balancer names and load balancer ARNs cannot be specified at the same time");
        }
        Stream<Balancing> chosen;
        if (!request.loadBalancerArns().isEmpty()) {
            chosen = request.loadBalancerArns().stream().map(state::balancer);
        } else if (!request.names().isEmpty()) {
            chosen = request.names().stream().map(name -> named(name).orElseThrow(() -> notFound(request.names())));
        } else {
            chosen = state.balancers.values().stream();
        }
        Page<LoadBalancer> page = Page.of(chosen.map(Balancing::shape).toList(), request.marker(), request.pageSize());
        return DescribeLoadBalancersResponse.builder()
                .loadBalancers(page.items())
                .nextMarker(page.nextMarker())
                .build();
    }

    private static AwsError notFound(List<String> names) {
        return AwsError.badRequest(
                "LoadBalancerNotFound", "Load balancers '[" + String.join(", ", names) + "]' not found");
    }

    public DeleteLoadBalancerResponse deleteLoadBalancer(DeleteLoadBalancerRequest request) {
        Balancing balancing = state.balancers.get(request.loadBalancerArn());
        if (balancing != null) {
            if (Boolean.parseBoolean(balancing.attributes().get("deletion_protection.enabled"))) {
                throw AwsError.badRequest(
                        "OperationNotPermitted",
                        "Load balancer '" + request.loadBalancerArn()
                                + "' cannot be deleted because deletion protection is enabled");
            }
            state.listenersOf(request.loadBalancerArn())
                    .forEach(listening -> publication.remove(listening.shape().listenerArn()));
            state.balancers.remove(request.loadBalancerArn());
            state.tags.remove(request.loadBalancerArn());
            nodes.linger(balancing.nodes());
            publication.publish();
        }
        return DeleteLoadBalancerResponse.builder().build();
    }

    public SetSecurityGroupsResponse setSecurityGroups(SetSecurityGroupsRequest request) {
        Balancing balancing = state.balancer(request.loadBalancerArn());
        if (request.securityGroups().isEmpty()) {
            throw AwsError.badRequest("InvalidSecurityGroup", "At least one security group must be specified");
        }
        List<Attached> changed = nodes.changeGroups(balancing.nodes(), request.securityGroups());
        LoadBalancer shape = balancing.shape().toBuilder()
                .securityGroups(request.securityGroups())
                .build();
        state.balancers.put(request.loadBalancerArn(), balancing.with(shape).with(changed));
        return SetSecurityGroupsResponse.builder()
                .securityGroupIds(request.securityGroups())
                .build();
    }

    public SetSubnetsResponse setSubnets(SetSubnetsRequest request) {
        Balancing balancing = state.balancer(request.loadBalancerArn());
        List<String> subnets = request.subnetMappings().isEmpty()
                ? request.subnets()
                : request.subnetMappings().stream()
                        .map(mapping -> mapping.subnetId())
                        .toList();
        List<Attached> kept = balancing.nodes().stream()
                .filter(node -> subnets.contains(node.subnetId()))
                .toList();
        List<Attached> all = nodes.extend(balancing, kept, subnets);
        LoadBalancer shape = balancing.shape().toBuilder()
                .availabilityZones(Nodes.zones(all))
                .build();
        state.balancers.put(request.loadBalancerArn(), balancing.with(shape).with(all));
        nodes.linger(balancing.nodes().stream()
                .filter(node -> !subnets.contains(node.subnetId()))
                .toList());
        publication.publish();
        return SetSubnetsResponse.builder()
                .availabilityZones(shape.availabilityZones())
                .ipAddressType(shape.ipAddressType())
                .build();
    }

    public SetIpAddressTypeResponse setIpAddressType(SetIpAddressTypeRequest request) {
        Balancing balancing = state.balancer(request.loadBalancerArn());
        if (request.ipAddressType() == null || request.ipAddressType() == IpAddressType.UNKNOWN_TO_SDK_VERSION) {
            throw Errors.validation("'" + request.ipAddressTypeAsString() + "' is not a valid IP address type");
        }
        LoadBalancer shape = balancing.shape().toBuilder()
                .ipAddressType(request.ipAddressType())
                .build();
        state.balancers.put(request.loadBalancerArn(), balancing.with(shape));
        return SetIpAddressTypeResponse.builder()
                .ipAddressType(request.ipAddressType())
                .build();
    }
}
