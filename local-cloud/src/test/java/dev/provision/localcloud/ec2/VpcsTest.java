package dev.provision.localcloud.ec2;

import static dev.provision.localcloud.ec2.Ec2World.filter;
import static dev.provision.localcloud.ec2.Ec2World.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.AttributeBooleanValue;
import software.amazon.awssdk.services.ec2.model.RouteTable;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.Vpc;
import software.amazon.awssdk.services.ec2.model.VpcAttributeName;
import software.amazon.awssdk.services.ec2.model.VpcState;

class VpcsTest {
    private static Ec2World world;
    private static Ec2Client ec2;

    @BeforeAll
    static void start() {
        world = Ec2World.roomy();
        ec2 = world.ec2();
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @Test
    void isBornWithRoutesAGroupAndAnAcl() {
        Vpc created = ec2.createVpc(vpc -> vpc.cidrBlock("10.0.0.0/16")).vpc();
        assertThat(created.state()).isEqualTo(VpcState.PENDING);
        Vpc vpc = ec2.describeVpcs(vpcs -> vpcs.vpcIds(created.vpcId())).vpcs().getFirst();
        assertThat(vpc.state()).isEqualTo(VpcState.AVAILABLE);
        assertThat(vpc.cidrBlockAssociationSet()).hasSize(1);
        assertThat(ec2.describeDhcpOptions(options -> options.dhcpOptionsIds(vpc.dhcpOptionsId()))
                        .dhcpOptions())
                .hasSize(1);

        RouteTable main = world.mainTable(vpc.vpcId());
        assertThat(main.routes()).singleElement().satisfies(route -> {
            assertThat(route.destinationCidrBlock()).isEqualTo("10.0.0.0/16");
            assertThat(route.gatewayId()).isEqualTo("local");
            assertThat(route.stateAsString()).isEqualTo("active");
        });

        SecurityGroup group = ec2.describeSecurityGroups(groups -> groups.filters(filter("vpc-id", vpc.vpcId())))
                .securityGroups()
                .getFirst();
        assertThat(group.groupName()).isEqualTo("default");
        assertThat(group.ipPermissions()).singleElement().satisfies(permission -> assertThat(
                        permission.userIdGroupPairs())
                .singleElement()
                .satisfies(pair -> assertThat(pair.groupId()).isEqualTo(group.groupId())));
        assertThat(group.ipPermissionsEgress())
                .singleElement()
                .satisfies(permission -> assertThat(permission.ipProtocol()).isEqualTo("-1"));

        assertThat(ec2.describeNetworkAcls(
                                acls -> acls.filters(filter("vpc-id", vpc.vpcId()), filter("default", "true")))
                        .networkAcls())
                .singleElement()
                .satisfies(acl -> assertThat(acl.entries()).hasSize(4));
    }

    @Test
    void canonicalisesItsBlock() {
        assertThat(ec2.createVpc(vpc -> vpc.cidrBlock("100.68.0.18/18")).vpc().cidrBlock())
                .isEqualTo("100.68.0.0/18");
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, InvalidVpc.Range",
        "10.0.0.0/29, InvalidVpc.Range",
        "10.0.0.0, InvalidParameterValue",
        "10.0.0.256/16, InvalidParameterValue",
        "ten/16, InvalidParameterValue"
    })
    void refusesBlocksThatAwsRefuses(String cidr, String code) {
        assertThat(refusal(() -> ec2.createVpc(vpc -> vpc.cidrBlock(cidr)))).isEqualTo(code);
    }

    @Test
    void changesOneAttributeAtATime() {
        String id = world.vpc();
        assertThat(hostnames(id)).isFalse();
        AttributeBooleanValue on = AttributeBooleanValue.builder().value(true).build();
        ec2.modifyVpcAttribute(change -> change.vpcId(id).enableDnsHostnames(on));
        assertThat(hostnames(id)).isTrue();
        assertThat(ec2.describeVpcAttribute(ask -> ask.vpcId(id).attribute(VpcAttributeName.ENABLE_DNS_SUPPORT))
                        .enableDnsSupport()
                        .value())
                .isTrue();
        assertThat(refusal(() -> ec2.modifyVpcAttribute(
                        change -> change.vpcId(id).enableDnsHostnames(on).enableDnsSupport(on))))
                .isEqualTo("InvalidParameterCombination");
    }

    private static boolean hostnames(String id) {
        return ec2.describeVpcAttribute(ask -> ask.vpcId(id).attribute(VpcAttributeName.ENABLE_DNS_HOSTNAMES))
                .enableDnsHostnames()
                .value();
    }

    @Test
    void isNotDeletedWhileSomethingIsInIt() {
        String id = world.vpc();
        String subnet = world.subnet(id, "10.0.1.0/24");
        assertThat(refusal(() -> ec2.deleteVpc(vpc -> vpc.vpcId(id)))).isEqualTo("DependencyViolation");
        ec2.deleteSubnet(gone -> gone.subnetId(subnet));

        String gateway = world.gateway(id);
        assertThat(refusal(() -> ec2.deleteVpc(vpc -> vpc.vpcId(id)))).isEqualTo("DependencyViolation");
        ec2.detachInternetGateway(detach -> detach.vpcId(id).internetGatewayId(gateway));

        String group = world.group(id, "mine");
        assertThat(refusal(() -> ec2.deleteVpc(vpc -> vpc.vpcId(id)))).isEqualTo("DependencyViolation");
        ec2.deleteSecurityGroup(gone -> gone.groupId(group));

        String table = ec2.createRouteTable(make -> make.vpcId(id)).routeTable().routeTableId();
        assertThat(refusal(() -> ec2.deleteVpc(vpc -> vpc.vpcId(id)))).isEqualTo("DependencyViolation");
        ec2.deleteRouteTable(gone -> gone.routeTableId(table));

        ec2.deleteVpc(vpc -> vpc.vpcId(id));
        assertThat(refusal(() -> ec2.describeVpcs(vpcs -> vpcs.vpcIds(id)))).isEqualTo("InvalidVpcID.NotFound");
        assertThat(ec2.describeSecurityGroups(groups -> groups.filters(filter("vpc-id", id)))
                        .securityGroups())
                .isEmpty();
        assertThat(ec2.describeRouteTables(tables -> tables.filters(filter("vpc-id", id)))
                        .routeTables())
                .isEmpty();
    }

    @Test
    void tellsAWrongIdFromAnUnknownOne() {
        assertThat(refusal(() -> ec2.deleteVpc(vpc -> vpc.vpcId("vpc-0123456789abcdef0"))))
                .isEqualTo("InvalidVpcID.NotFound");
        assertThat(refusal(() -> ec2.deleteVpc(vpc -> vpc.vpcId("mine")))).isEqualTo("InvalidVpcID.Malformed");
        assertThat(refusal(() -> ec2.deleteVpc(vpc -> {}))).isEqualTo("MissingParameter");
    }

    @Test
    void aDryRunChangesNothing() {
        long before = ec2.describeVpcs().vpcs().size();
        assertThat(refusal(
                        () -> ec2.createVpc(vpc -> vpc.cidrBlock("10.0.0.0/16").dryRun(true))))
                .isEqualTo("DryRunOperation");
        assertThat(ec2.describeVpcs().vpcs()).hasSize((int) before);
    }

    @Test
    void anAccountHasFiveOfThem() {
        try (Ec2World small = Ec2World.withQuotasOfAws()) {
            for (int number = 0; number < 5; number++) {
                small.vpc();
            }
            assertThat(refusal(small::vpc)).isEqualTo("VpcLimitExceeded");
        }
    }
}
