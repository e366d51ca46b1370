package dev.provision.localcloud.ec2;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.CreateVpcEndpointRequest;
import software.amazon.awssdk.services.ec2.model.CreateVpcEndpointResponse;
import software.amazon.awssdk.services.ec2.model.DeleteVpcEndpointsRequest;
import software.amazon.awssdk.services.ec2.model.DeleteVpcEndpointsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeVpcEndpointsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcEndpointsResponse;
import software.amazon.awssdk.services.ec2.model.ModifyVpcEndpointRequest;
import software.amazon.awssdk.services.ec2.model.ModifyVpcEndpointResponse;
import software.amazon.awssdk.services.ec2.model.SecurityGroupIdentifier;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.UnsuccessfulItem;
import software.amazon.awssdk.services.ec2.model.VpcEndpoint;
import software.amazon.awssdk.services.ec2.model.VpcEndpointType;

/**
 * VPC endpoints for AWS's services: gateway endpoints, which are routes, and interface endpoints, which are network interfaces
 * and names. Policies are kept and not evaluated.
 */
public final class VpcEndpoints implements Operations {
    /** In small letters, unlike the SDK's enumeration (vpc_endpoint.go of Terraform's provider has them, too). */
    private static final String AVAILABLE = "available";

    private static final String DELETING = "deleting";
    private static final String DELETED = "deleted";
    private static final Set<String> GONE = Set.of(DELETING, DELETED);
    private static final Duration CREATION = Duration.ofSeconds(60);
    private static final Duration DELETION = Duration.ofSeconds(60);
    private static final Duration SHOWN_AFTER_DEATH = Duration.ofMinutes(1);
    private final Model model;
    private final Later later;
    private final Ec2Quotas quotas;
    private final EndpointServices services;
    private final EndpointInterfaces interfaces;
    private final EndpointRoutes routes;
    private final Filters<VpcEndpoint> filters = new Filters<>(VpcEndpoint::tags)
            .on("ip-address-type", VpcEndpoint::ipAddressTypeAsString)
            .on("service-name", VpcEndpoint::serviceName)
            .on("service-region", VpcEndpoint::serviceRegion)
            .on("vpc-id", VpcEndpoint::vpcId)
            .on("vpc-endpoint-id", VpcEndpoint::vpcEndpointId)
            .on("vpc-endpoint-state", VpcEndpoint::stateAsString)
            .on("vpc-endpoint-type", VpcEndpoint::vpcEndpointTypeAsString);

    VpcEndpoints(Model model, Later later, Ec2Quotas quotas, EndpointServices services, EndpointInterfaces interfaces) {
        this.model = model;
        this.later = later;
        this.quotas = quotas;
        this.services = services;
        this.interfaces = interfaces;
        this.routes = new EndpointRoutes(model);
    }

    /** Whether it counts, and holds its VPC. */
    static boolean alive(VpcEndpoint endpoint) {
        return !endpoint.stateAsString().equals(DELETED);
    }

    /** Whether the name that its service has on the internet leads to it, in all of its VPC. */
    static boolean named(VpcEndpoint endpoint) {
        return byInterface(endpoint)
                && endpoint.stateAsString().equals(AVAILABLE)
                && endpoint.privateDnsEnabled()
                && !endpoint.dnsOptions().privateDnsOnlyForInboundResolverEndpoint();
    }

    private static boolean byInterface(VpcEndpoint endpoint) {
        return endpoint.vpcEndpointType() == VpcEndpointType.INTERFACE;
    }

    public CreateVpcEndpointResponse createVpcEndpoint(CreateVpcEndpointRequest request) {
        Refusal.dryRun(request);
        VpcEndpoint endpoint =
                model.tokens().earlier(request).flatMap(model.endpoints()::find).orElseGet(() -> create(request));
        return CreateVpcEndpointResponse.builder()
                .clientToken(request.clientToken())
                .vpcEndpoint(shown(endpoint))
                .build();
    }

    private VpcEndpoint create(CreateVpcEndpointRequest request) {
        List<Tag> tags = Tags.requested(request.tagSpecifications(), Kind.VPC_ENDPOINT);
        String vpc = model.vpcs().get(request.vpcId()).id();
        VpcEndpointType type = Optional.ofNullable(request.vpcEndpointType()).orElse(VpcEndpointType.GATEWAY);
        String service = Refusal.required(request.serviceName(), "ServiceName");
        boolean interfaceType = type == VpcEndpointType.INTERFACE;
        if (!interfaceType && type != VpcEndpointType.GATEWAY) {
            throw Refusal.unsupported("endpoints of the type " + request.vpcEndpointTypeAsString());
        }
        EndpointForms.ipv4(Optional.ofNullable(request.ipAddressTypeAsString()));
        services.check(service, type);
        EndpointForms.fits(interfaceType, request.routeTableIds(), request.subnetIds(), request.securityGroupIds());
        limit(type, vpc);
        VpcEndpoint blank = VpcEndpoint.builder()
                .vpcEndpointId(Kind.VPC_ENDPOINT.newId())
                .vpcEndpointType(type)
                .vpcId(vpc)
                .serviceName(service)
                .serviceRegion(model.account().region())
                .ownerId(model.account().id())
                .requesterManaged(false)
                .creationTimestamp(later.now())
                .policyDocument(EndpointForms.policy(request.policyDocument()))
                .networkInterfaceIds(List.of())
                .groups(List.of())
                .privateDnsEnabled(false)
                .build();
        VpcEndpoint made = interfaceType ? byInterface(blank, request) : byGateway(blank, request);
        String id = made.vpcEndpointId();
        model.endpoints().put(made);
        model.tags().add(id, tags);
        model.tokens().remember(request, id);
        later.then(CREATION, () -> model.endpoints()
                .find(id)
                .filter(each -> !GONE.contains(each.stateAsString()))
                .ifPresent(each -> put(each, AVAILABLE)));
        return made;
    }

    private void limit(VpcEndpointType type, String vpc) {
        boolean interfaceType = type == VpcEndpointType.INTERFACE;
        Refusal.quota(
                model.endpoints()
                        .count(each -> alive(each)
                                && each.vpcEndpointType() == type
                                && (!interfaceType || each.vpcId().equals(vpc))),
                interfaceType ? quotas.interfaceEndpointsPerVpc() : quotas.gatewayEndpoints(),
                "VpcEndpointLimitExceeded",
                "VPC endpoints");
    }

    /** Available at once: it is nothing but routes. */
    private VpcEndpoint byGateway(VpcEndpoint blank, CreateVpcEndpointRequest request) {
        if (Boolean.TRUE.equals(request.privateDnsEnabled())) {
            throw EndpointForms.invalid("Private DNS is only supported for Interface type VPC Endpoint.");
        }
        String list = list(blank);
        routes.check(blank.vpcEndpointId(), blank.vpcId(), list, request.routeTableIds());
        routes.add(blank.vpcEndpointId(), list, request.routeTableIds());
        return blank.toBuilder().state(AVAILABLE).build();
    }

    private String list(VpcEndpoint endpoint) {
        return services.gateway(endpoint.serviceName()).orElseThrow().listId();
    }

    private VpcEndpoint byInterface(VpcEndpoint blank, CreateVpcEndpointRequest request) {
        // On where nothing is said: hashicorp/terraform-provider-aws#37783.
        boolean names = !Boolean.FALSE.equals(request.privateDnsEnabled());
        if (names) {
            interfaces.checkNames(blank.vpcEndpointId(), blank.vpcId(), blank.serviceName());
        }
        interfaces.check(blank.vpcId(), List.of(), request.subnetIds());
        VpcEndpoint pending = blank.toBuilder()
                .state("pending")
                .ipAddressType("ipv4")
                .privateDnsEnabled(names)
                .dnsOptions(EndpointForms.options(Optional.ofNullable(request.dnsOptions())))
                .build();
        return interfaces.into(interfaces.in(pending, request.securityGroupIds()), request.subnetIds());
    }

    public DescribeVpcEndpointsResponse describeVpcEndpoints(DescribeVpcEndpointsRequest request) {
        Refusal.dryRun(request);
        Page<VpcEndpoint> page = Page.of(
                model.endpoints()
                        .named(request.vpcEndpointIds())
                        .map(this::shown)
                        .filter(filters.matching(request.filters()))
                        .toList(),
                request,
                endpoint -> model.endpoints().rank(endpoint.vpcEndpointId()));
        return DescribeVpcEndpointsResponse.builder()
                .vpcEndpoints(page.items())
                .nextToken(page.nextToken())
                .build();
    }

    public ModifyVpcEndpointResponse modifyVpcEndpoint(ModifyVpcEndpointRequest request) {
        Refusal.dryRun(request);
        VpcEndpoint old = model.endpoints().get(request.vpcEndpointId());
        if (GONE.contains(old.stateAsString())) {
            throw Kind.VPC_ENDPOINT.absent(old.vpcEndpointId());
        }
        EndpointForms.ipv4(Optional.ofNullable(request.ipAddressTypeAsString()));
        EndpointForms.fits(
                byInterface(old),
                joined(request.addRouteTableIds(), request.removeRouteTableIds()),
                joined(request.addSubnetIds(), request.removeSubnetIds()),
                joined(request.addSecurityGroupIds(), request.removeSecurityGroupIds()));
        VpcEndpoint.Builder kept = old.toBuilder();
        if (Boolean.TRUE.equals(request.resetPolicy()) || request.policyDocument() != null) {
            kept.policyDocument(EndpointForms.policy(request.policyDocument()));
        }
        model.endpoints().put(byInterface(old) ? changed(kept.build(), request) : rerouted(kept.build(), request));
        return ModifyVpcEndpointResponse.builder().returnValue(true).build();
    }

    private static List<String> joined(List<String> some, List<String> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }

    private VpcEndpoint rerouted(VpcEndpoint endpoint, ModifyVpcEndpointRequest request) {
        String list = list(endpoint);
        String id = endpoint.vpcEndpointId();
        routes.check(id, endpoint.vpcId(), list, joined(request.addRouteTableIds(), request.removeRouteTableIds()));
        routes.remove(id, request.removeRouteTableIds());
        routes.add(id, list, request.addRouteTableIds());
        return endpoint;
    }

    private VpcEndpoint changed(VpcEndpoint endpoint, ModifyVpcEndpointRequest request) {
        List<String> stay = interfaces.subnets(endpoint).stream()
                .filter(id -> !request.removeSubnetIds().contains(id))
                .toList();
        interfaces.check(endpoint.vpcId(), stay, request.addSubnetIds());
        List<String> groups = joined(
                        endpoint.groups().stream()
                                .map(SecurityGroupIdentifier::groupId)
                                .toList(),
                        request.addSecurityGroupIds())
                .stream()
                .filter(id -> !request.removeSecurityGroupIds().contains(id))
                .distinct()
                .toList();
        if (groups.isEmpty()) {
            throw EndpointForms.invalid(
                    "At least one security group must remain associated with " + endpoint.vpcEndpointId());
        }
        VpcEndpoint.Builder named = endpoint.toBuilder();
        if (request.privateDnsEnabled() != null) {
            if (request.privateDnsEnabled()) {
                interfaces.checkNames(endpoint.vpcEndpointId(), endpoint.vpcId(), endpoint.serviceName());
            }
            named.privateDnsEnabled(request.privateDnsEnabled());
        }
        Optional.ofNullable(request.dnsOptions())
                .ifPresent(wanted -> named.dnsOptions(EndpointForms.options(Optional.of(wanted))));
        VpcEndpoint worn = interfaces.in(named.build(), groups);
        return interfaces.into(interfaces.outOf(worn, request.removeSubnetIds()), request.addSubnetIds());
    }

    /** Each by itself: those that are not there are told, and the others deleted. */
    public DeleteVpcEndpointsResponse deleteVpcEndpoints(DeleteVpcEndpointsRequest request) {
        Refusal.dryRun(request);
        if (request.vpcEndpointIds().isEmpty()) {
            throw Refusal.missing("VpcEndpointId");
        }
        return DeleteVpcEndpointsResponse.builder()
                .unsuccessful(request.vpcEndpointIds().stream()
                        .flatMap(id -> delete(id).stream())
                        .toList())
                .build();
    }

    private Optional<UnsuccessfulItem> delete(String id) {
        Optional<VpcEndpoint> found = model.endpoints().find(id);
        found.filter(each -> !GONE.contains(each.stateAsString())).ifPresent(endpoint -> {
            routes.remove(id, routes.tables(id));
            put(endpoint, DELETING);
            later.then(DELETION, () -> bury(id));
        });
        // Another code than DescribeVpcEndpoints has (errors.go of Terraform's provider).
        return found.isPresent()
                ? Optional.empty()
                : Optional.of(UnsuccessfulItem.builder()
                        .resourceId(id)
                        .error(error -> error.code("InvalidVpcEndpoint.NotFound")
                                .message("The Vpc Endpoint Id '" + id + "' does not exist"))
                        .build());
    }

    private void bury(String id) {
        model.endpoints().find(id).ifPresent(each -> put(interfaces.outOf(each, interfaces.subnets(each)), DELETED));
        later.then(SHOWN_AFTER_DEATH, () -> model.endpoints().remove(id));
    }

    private void put(VpcEndpoint endpoint, String state) {
        model.endpoints().put(endpoint.toBuilder().state(state).build());
    }

    private VpcEndpoint shown(VpcEndpoint endpoint) {
        VpcEndpoint.Builder shown = endpoint.toBuilder()
                .routeTableIds(routes.tables(endpoint.vpcEndpointId()))
                .subnetIds(interfaces.subnets(endpoint))
                .tags(model.tags().of(endpoint.vpcEndpointId()));
        return byInterface(endpoint)
                ? shown.dnsEntries(interfaces.names(endpoint)).build()
                : shown.build();
    }
}
