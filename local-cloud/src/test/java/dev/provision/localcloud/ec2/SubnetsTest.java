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
import software.amazon.awssdk.services.ec2.model.Subnet;

class SubnetsTest {
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

    private static Subnet show(String id) {
        return ec2.describeSubnets(subnets -> subnets.subnetIds(id)).subnets().getFirst();
    }

    @Test
    void keepsFiveAddressesForAmazon() {
        String subnet = world.subnet(world.vpc(), "10.0.1.0/24");
        assertThat(show(subnet).availableIpAddressCount()).isEqualTo(251);
        String face = ec2.createNetworkInterface(make -> make.subnetId(subnet))
                .networkInterface()
                .networkInterfaceId();
        assertThat(show(subnet).availableIpAddressCount()).isEqualTo(250);
        assertThat(ec2.describeNetworkInterfaces(faces -> faces.networkInterfaceIds(face))
                        .networkInterfaces()
                        .getFirst()
                        .privateIpAddress())
                .isEqualTo("10.0.1.4");
    }

    @Test
    void runsOutOfAddresses() {
        String subnet = world.subnet(world.vpc(), "10.0.1.0/28");
        for (int number = 0; number < 11; number++) {
            ec2.createNetworkInterface(make -> make.subnetId(subnet));
        }
        assertThat(refusal(() -> ec2.createNetworkInterface(make -> make.subnetId(subnet))))
                .isEqualTo("InsufficientFreeAddressesInSubnet");
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.1.0/24, InvalidSubnet.Conflict",
        "10.0.0.0/16, InvalidSubnet.Conflict",
        "10.0.1.128/25, InvalidSubnet.Conflict",
        "10.1.0.0/24, InvalidSubnet.Range",
        "10.0.2.0/29, InvalidSubnet.Range",
        "nonsense, InvalidParameterValue",
        "10.0.2.0/24, accepted"
    })
    void fitsIntoItsVpcBesideTheOthers(String cidr, String code) {
        String vpc = world.vpc();
        world.subnet(vpc, "10.0.1.0/24");
        assertThat(refusal(() -> world.subnet(vpc, cidr))).isEqualTo(code);
    }

    @Test
    void standsInAZone() {
        String vpc = world.vpc();
        Subnet subnet = ec2.createSubnet(
                        make -> make.vpcId(vpc).cidrBlock("10.0.1.0/24").availabilityZone("eu-west-2b"))
                .subnet();
        assertThat(subnet.availabilityZoneId()).isEqualTo("euw2-az3");
        assertThat(refusal(() -> ec2.createSubnet(
                        make -> make.vpcId(vpc).cidrBlock("10.0.2.0/24").availabilityZone("eu-west-2z"))))
                .isEqualTo("InvalidParameterValue");
        assertThat(ec2.createSubnet(
                                make -> make.vpcId(vpc).cidrBlock("10.0.3.0/24").availabilityZoneId("euw2-az1"))
                        .subnet()
                        .availabilityZone())
                .isEqualTo("eu-west-2c");
    }

    @Test
    void givesPublicAddressesOnLaunchIfTold() {
        String subnet = world.subnet(world.vpc(), "10.0.1.0/24");
        assertThat(show(subnet).mapPublicIpOnLaunch()).isFalse();
        ec2.modifySubnetAttribute(change -> change.subnetId(subnet).mapPublicIpOnLaunch(on -> on.value(true)));
        assertThat(show(subnet).mapPublicIpOnLaunch()).isTrue();
    }

    @Test
    void isNotDeletedWhileAnInterfaceStandsInIt() {
        String subnet = world.subnet(world.vpc(), "10.0.1.0/24");
        String face = ec2.createNetworkInterface(make -> make.subnetId(subnet))
                .networkInterface()
                .networkInterfaceId();
        assertThat(refusal(() -> ec2.deleteSubnet(gone -> gone.subnetId(subnet))))
                .isEqualTo("DependencyViolation");
        ec2.deleteNetworkInterface(gone -> gone.networkInterfaceId(face));
        ec2.deleteSubnet(gone -> gone.subnetId(subnet));
        assertThat(refusal(() -> show(subnet))).isEqualTo("InvalidSubnetID.NotFound");
    }

    @Test
    void comesUnderTheDefaultAclUntilItGoes() {
        String subnet = world.subnet(world.vpc(), "10.0.1.0/24");
        assertThat(ec2.describeNetworkAcls(acls -> acls.filters(filter("association.subnet-id", subnet)))
                        .networkAcls())
                .hasSize(1);
        ec2.deleteSubnet(gone -> gone.subnetId(subnet));
        assertThat(ec2.describeNetworkAcls(acls -> acls.filters(filter("association.subnet-id", subnet)))
                        .networkAcls())
                .isEmpty();
    }
}
