package dev.provision.localcloud.ec2;

import static dev.provision.localcloud.ec2.Ec2World.filter;
import static dev.provision.localcloud.ec2.Ec2World.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.CreateVpcEndpointRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcEndpointsResponse;
import software.amazon.awssdk.services.ec2.model.DnsEntry;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Route;
import software.amazon.awssdk.services.ec2.model.SecurityGroupIdentifier;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.VpcEndpoint;
import software.amazon.awssdk.services.ec2.model.VpcEndpointType;

@SuppressWarnings("unchecked") // the SDK has varargs of generic consumers
class VpcEndpointsTest {
    private static final String S3 = "com.amazonaws.eu-west-2.s3";
    private static final String ECR = "com.amazonaws.eu-west-2.ecr.api";
    private static final String NEVER = "vpce-0123456789abcdef0";
    private static Ec2World world;
    private static Ec2Client ec2;
    private String vpc;
    private String subnet;
    private String table;

    @BeforeAll
    static void start() {
        world = Ec2World.roomy();
        ec2 = world.ec2();
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @BeforeEach
    void network() {
        vpc = world.vpc();
        names(vpc);
        subnet = world.subnet(vpc, "10.0.1.0/24");
        table = world.mainTable(vpc).routeTableId();
    }

    private static void names(String vpc) {
        ec2.modifyVpcAttribute(change -> change.vpcId(vpc).enableDnsHostnames(on -> on.value(true)));
    }

    private String zoneB(String cidr) {
        return ec2.createSubnet(make -> make.vpcId(vpc).cidrBlock(cidr).availabilityZone("eu-west-2b"))
                .subnet()
                .subnetId();
    }

    private static VpcEndpoint made(Consumer<CreateVpcEndpointRequest.Builder> endpoint) {
        return ec2.createVpcEndpoint(endpoint).vpcEndpoint();
    }

    private Consumer<CreateVpcEndpointRequest.Builder> gateway(String... tables) {
        return make -> make.vpcId(vpc).serviceName(S3).routeTableIds(tables);
    }

    private Consumer<CreateVpcEndpointRequest.Builder> interfaces(String... subnets) {
        return make -> make.vpcId(vpc)
                .vpcEndpointType(VpcEndpointType.INTERFACE)
                .serviceName(ECR)
                .subnetIds(subnets);
    }

    private static VpcEndpoint shown(String id) {
        return ec2.describeVpcEndpoints(endpoints -> endpoints.vpcEndpointIds(id))
                .vpcEndpoints()
                .getFirst();
    }

    private static List<String> found(Filter... filters) {
        return ec2.describeVpcEndpoints(endpoints -> endpoints.filters(filters)).vpcEndpoints().stream()
                .map(VpcEndpoint::vpcEndpointId)
                .toList();
    }

    private static String refused(Consumer<CreateVpcEndpointRequest.Builder> endpoint) {
        return refusal(() -> ec2.createVpcEndpoint(endpoint));
    }

    private static List<NetworkInterface> faces(String id) {
        return ec2.describeNetworkInterfaces(
                        faces -> faces.filters(filter("description", "VPC Endpoint Interface " + id)))
                .networkInterfaces();
    }

    @Test
    void aGatewayEndpointIsARouteToThePrefixListOfItsService() {
        VpcEndpoint endpoint = shown(made(gateway(table)).vpcEndpointId());
        assertThat(endpoint.vpcEndpointType()).isEqualTo(VpcEndpointType.GATEWAY);
        assertThat(endpoint.stateAsString()).isEqualTo("available");
        assertThat(endpoint.routeTableIds()).containsExactly(table);
        assertThat(endpoint.policyDocument()).contains("\"Effect\":\"Allow\"");
        assertThat(endpoint.networkInterfaceIds()).isEmpty();
        String list = ec2.describePrefixLists(lists -> lists.filters(filter("prefix-list-name", S3)))
                .prefixLists()
                .getFirst()
                .prefixListId();
        assertThat(world.mainTable(vpc).routes())
                .filteredOn(route -> route.destinationPrefixListId() != null)
                .singleElement()
                .satisfies(route -> {
                    assertThat(route.destinationPrefixListId()).isEqualTo(list).startsWith("pl-");
                    assertThat(route.gatewayId()).isEqualTo(endpoint.vpcEndpointId());
                    assertThat(route.stateAsString()).isEqualTo("active");
                });
        assertThat(refused(gateway(table))).isEqualTo("RouteAlreadyExists");
        assertThat(refusal(
                        () -> ec2.deleteRoute(route -> route.routeTableId(table).destinationPrefixListId(list))))
                .isEqualTo("InvalidParameterValue");
        assertThat(refusal(() -> ec2.deleteVpc(gone -> gone.vpcId(vpc)))).isEqualTo("DependencyViolation");
    }

    @Test
    void aGatewayEndpointMovesFromTableToTable() {
        String other =
                ec2.createRouteTable(make -> make.vpcId(vpc)).routeTable().routeTableId();
        String id = made(gateway(table)).vpcEndpointId();
        ec2.modifyVpcEndpoint(
                change -> change.vpcEndpointId(id).addRouteTableIds(other).removeRouteTableIds(table));
        assertThat(shown(id).routeTableIds()).containsExactly(other);
        assertThat(world.mainTable(vpc).routes()).extracting(Route::gatewayId).containsExactly("local");
        ec2.deleteRouteTable(gone -> gone.routeTableId(other));
        assertThat(shown(id).routeTableIds()).isEmpty();
        ec2.deleteVpcEndpoints(gone -> gone.vpcEndpointIds(id));
        ec2.deleteSubnet(gone -> gone.subnetId(subnet));
        ec2.deleteVpc(gone -> gone.vpcId(vpc));
    }

    @Test
    void anInterfaceEndpointHasAnInterfaceInEachSubnetAndNames() {
        String group = world.group(vpc, "endpoint");
        String second = zoneB("10.0.2.0/24");
        VpcEndpoint endpoint = shown(made(interfaces(subnet, second).andThen(make -> make.securityGroupIds(group)))
                .vpcEndpointId());
        String id = endpoint.vpcEndpointId();
        assertThat(endpoint.stateAsString()).isEqualTo("available");
        assertThat(endpoint.privateDnsEnabled()).isTrue();
        assertThat(endpoint.subnetIds()).containsExactlyInAnyOrder(subnet, second);
        assertThat(endpoint.groups())
                .extracting(SecurityGroupIdentifier::groupName)
                .containsExactly("endpoint");
        assertThat(endpoint.dnsEntries())
                .extracting(DnsEntry::dnsName)
                .hasSize(4)
                .contains("api.ecr.eu-west-2.amazonaws.com")
                .anyMatch(name -> name.matches(id + "-[0-9a-f]{8}\\.ecr\\.api\\.eu-west-2\\.vpce\\.amazonaws\\.com"));
        assertThat(faces(id)).hasSize(2).allSatisfy(face -> {
            assertThat(face.interfaceTypeAsString()).isEqualTo("vpc_endpoint");
            assertThat(face.requesterManaged()).isTrue();
            assertThat(face.groups()).singleElement().satisfies(each -> assertThat(each.groupId())
                    .isEqualTo(group));
        });
        assertThat(endpoint.networkInterfaceIds()).hasSize(2);
        assertThat(refusal(() -> ec2.deleteSubnet(gone -> gone.subnetId(subnet))))
                .isEqualTo("DependencyViolation");
        assertThat(refusal(() -> ec2.deleteSecurityGroup(gone -> gone.groupId(group))))
                .isEqualTo("DependencyViolation");
        ec2.deleteVpcEndpoints(gone -> gone.vpcEndpointIds(id));
        assertThat(faces(id)).isEmpty();
        ec2.deleteSecurityGroup(gone -> gone.groupId(group));
        ec2.deleteSubnet(gone -> gone.subnetId(subnet));
    }

    @Test
    void anInterfaceEndpointIsChanged() {
        String group = world.group(vpc, "other");
        String second = zoneB("10.0.2.0/24");
        String id = made(interfaces(subnet)).vpcEndpointId();
        String usual = shown(id).groups().getFirst().groupId();
        ec2.modifyVpcEndpoint(change -> change.vpcEndpointId(id)
                .addSubnetIds(second)
                .removeSubnetIds(subnet)
                .addSecurityGroupIds(group)
                .removeSecurityGroupIds(usual)
                .privateDnsEnabled(false)
                .policyDocument("{\"Statement\":[]}"));
        VpcEndpoint changed = shown(id);
        assertThat(changed.subnetIds()).containsExactly(second);
        assertThat(changed.groups())
                .extracting(SecurityGroupIdentifier::groupId)
                .containsExactly(group);
        assertThat(changed.privateDnsEnabled()).isFalse();
        assertThat(changed.dnsEntries()).hasSize(2);
        assertThat(changed.policyDocument()).isEqualTo("{\"Statement\":[]}");
        assertThat(faces(id)).singleElement().satisfies(face -> {
            assertThat(face.subnetId()).isEqualTo(second);
            assertThat(face.groups().getFirst().groupId()).isEqualTo(group);
        });
        ec2.deleteSubnet(gone -> gone.subnetId(subnet));
        assertThat(refusal(() ->
                        ec2.modifyVpcEndpoint(change -> change.vpcEndpointId(id).removeSecurityGroupIds(group))))
                .isEqualTo("InvalidParameter");
        ec2.modifyVpcEndpoint(change -> change.vpcEndpointId(id).resetPolicy(true));
        assertThat(shown(id).policyDocument()).contains("Allow");
    }

    @Test
    void namesLeadToOneEndpointOnlyAndNeedTheVpcsNames() {
        String bare = world.vpc();
        String there = world.subnet(bare, "10.0.1.0/24");
        assertThat(refused(make -> make.vpcId(bare)
                        .vpcEndpointType("Interface")
                        .serviceName(ECR)
                        .subnetIds(there)))
                .isEqualTo("InvalidParameter");
        assertThat(faces("*")).noneMatch(face -> face.vpcId().equals(bare));
        made(make -> make.vpcId(bare)
                .vpcEndpointType("Interface")
                .serviceName(ECR)
                .subnetIds(there)
                .privateDnsEnabled(false));
        made(interfaces(subnet));
        assertThat(refused(interfaces(subnet))).isEqualTo("InvalidParameter");
        String unnamed = made(interfaces(subnet).andThen(make -> make.privateDnsEnabled(false)))
                .vpcEndpointId();
        assertThat(refusal(() -> ec2.modifyVpcEndpoint(
                        change -> change.vpcEndpointId(unnamed).privateDnsEnabled(true))))
                .isEqualTo("InvalidParameter");
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThat(refused(make -> make.vpcId(vpc).serviceName("com.amazonaws.eu-west-2.nothing")))
                .isEqualTo("InvalidServiceName");
        assertThat(refused(make -> make.vpcId(vpc).serviceName("com.amazonaws.us-east-1.s3")))
                .isEqualTo("InvalidServiceName");
        assertThat(refused(make -> make.vpcId(vpc).serviceName(ECR))).isEqualTo("InvalidParameter");
        assertThat(refused(gateway(table).andThen(make -> make.subnetIds(subnet))))
                .isEqualTo("InvalidParameter");
        assertThat(refused(interfaces(subnet).andThen(make -> make.routeTableIds(table))))
                .isEqualTo("InvalidParameter");
        assertThat(refused(gateway("rtb-0123456789abcdef0"))).isEqualTo("InvalidRouteTableId.NotFound");
        assertThat(refused(interfaces("subnet-0123456789abcdef0"))).isEqualTo("InvalidSubnetID.NotFound");
        assertThat(refused(interfaces(subnet, world.subnet(vpc, "10.0.3.0/24"))))
                .isEqualTo("DuplicateSubnetsInSameZone");
        assertThat(refused(interfaces(subnet).andThen(make -> make.securityGroupIds("sg-0123456789abcdef0"))))
                .isEqualTo("InvalidSecurityGroupID.NotFound");
        assertThat(refused(gateway(table).andThen(make -> make.policyDocument("not json"))))
                .isEqualTo("InvalidPolicyDocument");
        assertThat(refused(gateway(table).andThen(make -> make.dryRun(true)))).isEqualTo("DryRunOperation");
        String elsewhere = world.vpc();
        assertThat(refused(gateway(world.mainTable(elsewhere).routeTableId()))).isEqualTo("InvalidParameter");
        assertThat(refused(interfaces(world.subnet(elsewhere, "10.0.1.0/24")))).isEqualTo("InvalidParameter");
        assertThat(found(filter("vpc-id", vpc))).isEmpty();
        assertThat(refusal(() -> ec2.modifyVpcEndpoint(change -> change.vpcEndpointId(NEVER))))
                .isEqualTo("InvalidVpcEndpointId.NotFound");
        assertThat(refusal(() -> ec2.describeVpcEndpoints(endpoints -> endpoints.vpcEndpointIds("vpce-x"))))
                .isEqualTo("InvalidVpcEndpointId.Malformed");
    }

    /** A subnet without free addresses, of which the other one's interface must not remain. */
    @Test
    void aFullSubnetLeavesNothingBehind() {
        String full = zoneB("10.0.9.0/28");
        IntStream.range(0, 11).forEach(_ -> ec2.createNetworkInterface(make -> make.subnetId(full)));
        assertThat(refused(interfaces(subnet, full))).isEqualTo("InsufficientFreeAddressesInSubnet");
        ec2.deleteSubnet(gone -> gone.subnetId(subnet));
    }

    @Test
    void theSameTokenMakesOneAndWhatIsNotThereIsToldAtItsDeletion() {
        Consumer<CreateVpcEndpointRequest.Builder> once = gateway(table).andThen(make -> make.clientToken(vpc)
                .tagSpecifications(tags -> tags.resourceType(ResourceType.VPC_ENDPOINT)
                        .tags(Tag.builder().key("Name").value("s3").build())));
        String id = made(once).vpcEndpointId();
        assertThat(made(once).vpcEndpointId()).isEqualTo(id);
        assertThat(refused(once.andThen(make -> make.routeTableIds(List.of()))))
                .isEqualTo("IdempotentParameterMismatch");
        assertThat(ec2.describeTags(tags -> tags.filters(filter("resource-id", id)))
                        .tags())
                .singleElement()
                .satisfies(tag -> assertThat(tag.resourceTypeAsString()).isEqualTo("vpc-endpoint"));
        assertThat(ec2.deleteVpcEndpoints(gone -> gone.vpcEndpointIds(NEVER, id))
                        .unsuccessful())
                .singleElement()
                .satisfies(item -> {
                    assertThat(item.resourceId()).isEqualTo(NEVER);
                    assertThat(item.error().code()).isEqualTo("InvalidVpcEndpoint.NotFound");
                });
        assertThat(world.mainTable(vpc).routes()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "service-name,       com.amazonaws.eu-west-2.s3, gateway",
        "service-name,       *.ecr.api,                  interface",
        "vpc-endpoint-type,  Gateway,                    gateway",
        "vpc-endpoint-type,  Interface,                  interface",
        "vpc-endpoint-state, available,                  both",
        "vpc-endpoint-state, pending,                    none",
        "tag:side,           a,                          gateway"
    })
    void theyAreFiltered(String name, String value, String which) {
        String byGateway = made(gateway(table)).vpcEndpointId();
        ec2.createTags(tags -> tags.resources(byGateway)
                .tags(Tag.builder().key("side").value("a").build()));
        String byInterface = made(interfaces(subnet)).vpcEndpointId();
        assertThat(found(filter("vpc-id", vpc), filter(name, value)))
                .containsExactlyElementsOf(
                        switch (which) {
                            case "gateway" -> List.of(byGateway);
                            case "interface" -> List.of(byInterface);
                            case "both" -> List.of(byGateway, byInterface);
                            default -> List.of();
                        });
    }

    @Test
    void theyAreListedInPages() {
        List<String> made = IntStream.range(0, 6)
                .mapToObj(_ -> made(interfaces(subnet).andThen(make -> make.privateDnsEnabled(false)))
                        .vpcEndpointId())
                .toList();
        DescribeVpcEndpointsResponse page = ec2.describeVpcEndpoints(
                all -> all.filters(filter("vpc-id", vpc)).maxResults(5));
        assertThat(page.vpcEndpoints()).hasSize(5);
        assertThat(ec2.describeVpcEndpoints(
                                all -> all.filters(filter("vpc-id", vpc)).nextToken(page.nextToken()))
                        .vpcEndpoints())
                .extracting(VpcEndpoint::vpcEndpointId)
                .containsExactly(made.getLast());
    }
}
