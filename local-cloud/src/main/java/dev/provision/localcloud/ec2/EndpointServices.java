package dev.provision.localcloud.ec2;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.DescribeManagedPrefixListsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeManagedPrefixListsResponse;
import software.amazon.awssdk.services.ec2.model.DescribePrefixListsRequest;
import software.amazon.awssdk.services.ec2.model.DescribePrefixListsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeVpcEndpointServicesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcEndpointServicesResponse;
import software.amazon.awssdk.services.ec2.model.ManagedPrefixList;
import software.amazon.awssdk.services.ec2.model.PrefixList;
import software.amazon.awssdk.services.ec2.model.PrivateDnsDetails;
import software.amazon.awssdk.services.ec2.model.ServiceDetail;
import software.amazon.awssdk.services.ec2.model.ServiceTypeDetail;
import software.amazon.awssdk.services.ec2.model.VpcEndpointType;

/**
 * The services that a VPC can have endpoints for, by their names in the region, and the addresses behind those that have gateway
 * endpoints: a prefix list each ("AWS services that integrate with AWS PrivateLink" and "Gateway endpoints" in its guide).
 */
public final class EndpointServices implements Operations {
    private static final String OWNER = "amazon";
    private static final String PRIVATELY = ".vpce.amazonaws.com";

    /** What has a name of its own in DNS; the others are called as their endpoints are. */
    private static final Map<String, String> HOSTS = Map.of(
            "ecr.api", "api.ecr", "ecr.dkr", "*.dkr.ecr", "s3", "*.s3", "ecs-agent", "ecs-a", "ecs-telemetry", "ecs-t");

    private static final List<String> BY_INTERFACE = List.of(
            "acm",
            "application-autoscaling",
            "ec2",
            "ec2messages",
            "ecr.api",
            "ecr.dkr",
            "ecs",
            "ecs-agent",
            "ecs-telemetry",
            "elasticloadbalancing",
            "events",
            "kms",
            "lambda",
            "logs",
            "monitoring",
            "s3",
            "secretsmanager",
            "servicequotas",
            "sns",
            "sqs",
            "ssm",
            "ssmmessages",
            "states",
            "sts",
            "xray");

    /**
     * What a gateway endpoint leads to.
     *
     * @param listId of the prefix list
     * @param block of its addresses
     */
    record Gateway(String listId, String block) {
        /** One of its addresses. */
        String address() {
            return block.split("/", 2)[0];
        }
    }

    /** In other regions AWS has other lists; which ones does not matter. */
    private static final Map<String, Gateway> BY_GATEWAY = Map.of(
            "s3", new Gateway("pl-7ca54015", "52.95.148.0/23"),
            "dynamodb", new Gateway("pl-b3a742da", "52.94.24.0/23"));

    private final String region;
    private final Zones zones;
    private final Filters<ServiceDetail> filters = new Filters<ServiceDetail>(ServiceDetail::tags)
            .on("owner", ServiceDetail::owner)
            .on("service-name", ServiceDetail::serviceName)
            .on("service-region", ServiceDetail::serviceRegion)
            .any("service-type", service -> service.serviceType().stream().map(ServiceTypeDetail::serviceTypeAsString))
            .any("supported-ip-address-types", service -> Stream.of("ipv4"));
    private final Filters<PrefixList> listFilters = new Filters<PrefixList>(list -> List.of())
            .on("prefix-list-id", PrefixList::prefixListId)
            .on("prefix-list-name", PrefixList::prefixListName);
    private final Filters<ManagedPrefixList> managedFilters = new Filters<>(ManagedPrefixList::tags)
            .on("owner-id", ManagedPrefixList::ownerId)
            .on("prefix-list-id", ManagedPrefixList::prefixListId)
            .on("prefix-list-name", ManagedPrefixList::prefixListName);

    EndpointServices(String region, Zones zones) {
        this.region = region;
        this.zones = zones;
    }

    /** As endpoints name it: {@code com.amazonaws.eu-west-2.s3} for {@code s3}. */
    String name(String service) {
        return "com.amazonaws." + region + "." + service;
    }

    private String service(String name) {
        String service = name.startsWith(name("")) ? name.substring(name("").length()) : "";
        if (!BY_INTERFACE.contains(service) && !BY_GATEWAY.containsKey(service)) {
            throw absent(name);
        }
        return service;
    }

    private static RuntimeException absent(String name) {
        return Refusal.of("InvalidServiceName", "The Vpc Endpoint Service '" + name + "' does not exist");
    }

    /** Refuses names that AWS does not have, and types of endpoints that the service does not have. */
    void check(String name, VpcEndpointType type) {
        List<VpcEndpointType> types = types(service(name));
        if (!types.contains(type)) {
            throw Refusal.of(
                    "InvalidParameter",
                    "Endpoint type (" + type + ") does not match available service types (" + types + ").");
        }
    }

    private static List<VpcEndpointType> types(String service) {
        return Stream.concat(
                        BY_GATEWAY.containsKey(service) ? Stream.of(VpcEndpointType.GATEWAY) : Stream.empty(),
                        BY_INTERFACE.contains(service) ? Stream.of(VpcEndpointType.INTERFACE) : Stream.empty())
                .toList();
    }

    /** What a gateway endpoint for a service leads to; empty if there is none. */
    Optional<Gateway> gateway(String name) {
        return Optional.ofNullable(BY_GATEWAY.get(service(name)));
    }

    /** The name that a service has on the internet too. */
    String privateName(String name) {
        String service = service(name);
        return HOSTS.getOrDefault(service, service) + "." + region + ".amazonaws.com";
    }

    /** The end of the names that only an endpoint has. */
    String baseName(String name) {
        return service(name) + "." + region + PRIVATELY;
    }

    public DescribeVpcEndpointServicesResponse describeVpcEndpointServices(DescribeVpcEndpointServicesRequest request) {
        Refusal.dryRun(request);
        List<ServiceDetail> all = Stream.concat(BY_INTERFACE.stream(), BY_GATEWAY.keySet().stream())
                .sorted()
                .distinct()
                .flatMap(this::details)
                .toList();
        request.serviceNames().forEach(this::service);
        Page<ServiceDetail> page = Page.of(
                all.stream()
                        .filter(service -> request.serviceNames().isEmpty()
                                || request.serviceNames().contains(service.serviceName()))
                        .filter(filters.matching(request.filters()))
                        .toList(),
                request,
                service -> all.indexOf(service) + 1L);
        return DescribeVpcEndpointServicesResponse.builder()
                .serviceNames(page.items().stream()
                        .map(ServiceDetail::serviceName)
                        .distinct()
                        .toList())
                .serviceDetails(page.items())
                .nextToken(page.nextToken())
                .build();
    }

    /** One for each type of endpoint. */
    private Stream<ServiceDetail> details(String service) {
        String name = name(service);
        return types(service).stream().map(type -> {
            boolean gateway = type == VpcEndpointType.GATEWAY;
            ServiceDetail.Builder detail = ServiceDetail.builder()
                    .serviceName(name)
                    .serviceId("vpce-svc-%017x".formatted(Math.abs((long) (service + type).hashCode())))
                    .serviceType(ServiceTypeDetail.builder()
                            .serviceType(type.toString())
                            .build())
                    .serviceRegion(region)
                    .availabilityZones(zones.names())
                    .owner(OWNER)
                    .baseEndpointDnsNames(gateway ? service + "." + region + ".amazonaws.com" : baseName(name))
                    .vpcEndpointPolicySupported(true)
                    .acceptanceRequired(false)
                    .managesVpcEndpoints(false)
                    .supportedIpAddressTypesWithStrings("ipv4");
            return gateway
                    ? detail.build()
                    : detail.privateDnsName(privateName(name))
                            .privateDnsNames(PrivateDnsDetails.builder()
                                    .privateDnsName(privateName(name))
                                    .build())
                            .privateDnsNameVerificationState("verified")
                            .build();
        });
    }

    public DescribePrefixListsResponse describePrefixLists(DescribePrefixListsRequest request) {
        Refusal.dryRun(request);
        known(request.prefixListIds());
        List<PrefixList> all = lists().map(list -> PrefixList.builder()
                        .prefixListId(list.getValue().listId())
                        .prefixListName(name(list.getKey()))
                        .cidrs(list.getValue().block())
                        .build())
                .toList();
        Page<PrefixList> page = Page.of(
                all.stream()
                        .filter(list -> request.prefixListIds().isEmpty()
                                || request.prefixListIds().contains(list.prefixListId()))
                        .filter(listFilters.matching(request.filters()))
                        .toList(),
                request,
                list -> all.indexOf(list) + 1L);
        return DescribePrefixListsResponse.builder()
                .prefixLists(page.items())
                .nextToken(page.nextToken())
                .build();
    }

    /** AWS's own ones: nobody can make others here. */
    public DescribeManagedPrefixListsResponse describeManagedPrefixLists(DescribeManagedPrefixListsRequest request) {
        Refusal.dryRun(request);
        known(request.prefixListIds());
        return DescribeManagedPrefixListsResponse.builder()
                .prefixLists(lists().map(list -> ManagedPrefixList.builder()
                                .prefixListId(list.getValue().listId())
                                .prefixListArn("arn:aws:ec2:" + region + ":aws:prefix-list/"
                                        + list.getValue().listId())
                                .prefixListName(name(list.getKey()))
                                .addressFamily("IPv4")
                                .state("create-complete")
                                .ownerId("AWS")
                                .build())
                        .filter(list -> request.prefixListIds().isEmpty()
                                || request.prefixListIds().contains(list.prefixListId()))
                        .filter(managedFilters.matching(request.filters()))
                        .toList())
                .build();
    }

    private static Stream<Map.Entry<String, Gateway>> lists() {
        return BY_GATEWAY.entrySet().stream().sorted(Map.Entry.comparingByKey());
    }

    private static void known(List<String> ids) {
        ids.stream()
                .filter(id -> BY_GATEWAY.values().stream().map(Gateway::listId).noneMatch(id::equals))
                .findFirst()
                .ifPresent(id -> {
                    throw Refusal.of("InvalidPrefixListID.NotFound", "The prefix list ID '" + id + "' does not exist");
                });
    }
}
