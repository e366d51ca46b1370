package dev.provision.localcloud.ec2;

import static dev.provision.localcloud.ec2.Ec2World.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Address;
import software.amazon.awssdk.services.ec2.model.NatGateway;
import software.amazon.awssdk.services.ec2.model.NatGatewayState;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;

/** Internet gateways, Elastic IPs and NAT gateways. */
class GatewaysTest {
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

    private static Address address(String allocationId) {
        return ec2.describeAddresses(addresses -> addresses.allocationIds(allocationId))
                .addresses()
                .getFirst();
    }

    private static NatGateway nat(String subnet, String allocation) {
        return world.showNat(ec2.createNatGateway(make -> make.subnetId(subnet).allocationId(allocation))
                .natGateway()
                .natGatewayId());
    }

    @Test
    void anInternetGatewayHasOneVpcAndAVpcOneGateway() {
        String vpc = world.vpc();
        String gateway = world.gateway(vpc);
        assertThat(refusal(() -> ec2.attachInternetGateway(
                        attach -> attach.vpcId(world.vpc()).internetGatewayId(gateway))))
                .isEqualTo("Resource.AlreadyAssociated");
        assertThat(refusal(() -> world.gateway(vpc))).isEqualTo("InvalidParameterValue");
        assertThat(refusal(() -> ec2.deleteInternetGateway(gone -> gone.internetGatewayId(gateway))))
                .isEqualTo("DependencyViolation");
        ec2.detachInternetGateway(detach -> detach.vpcId(vpc).internetGatewayId(gateway));
        assertThat(refusal(() ->
                        ec2.detachInternetGateway(detach -> detach.vpcId(vpc).internetGatewayId(gateway))))
                .isEqualTo("Gateway.NotAttached");
        ec2.deleteInternetGateway(gone -> gone.internetGatewayId(gateway));
        assertThat(refusal(() -> ec2.deleteInternetGateway(gone -> gone.internetGatewayId(gateway))))
                .isEqualTo("InvalidInternetGatewayID.NotFound");
    }

    @Test
    void aRegionHasFiveElasticIps() {
        try (Ec2World small = Ec2World.withQuotasOfAws()) {
            for (int number = 0; number < 5; number++) {
                small.address();
            }
            assertThat(refusal(small::address)).isEqualTo("AddressLimitExceeded");
        }
    }

    @Test
    void anAddressIsReleasedOnce() {
        String allocation = world.address();
        ec2.releaseAddress(release -> release.allocationId(allocation));
        assertThat(refusal(() -> ec2.releaseAddress(release -> release.allocationId(allocation))))
                .isEqualTo("InvalidAllocationID.NotFound");
    }

    @Test
    void anAddressMovesBetweenInterfacesOnlyIfTold() {
        String vpc = world.vpc();
        world.gateway(vpc);
        String subnet = world.subnet(vpc, "10.0.1.0/24");
        String first = ec2.createNetworkInterface(make -> make.subnetId(subnet))
                .networkInterface()
                .networkInterfaceId();
        String second = ec2.createNetworkInterface(make -> make.subnetId(subnet))
                .networkInterface()
                .networkInterfaceId();
        String allocation = world.address();
        ec2.associateAddress(to -> to.allocationId(allocation).networkInterfaceId(first));
        assertThat(refusal(() ->
                        ec2.associateAddress(to -> to.allocationId(allocation).networkInterfaceId(second))))
                .isEqualTo("Resource.AlreadyAssociated");
        String association = ec2.associateAddress(to ->
                        to.allocationId(allocation).networkInterfaceId(second).allowReassociation(true))
                .associationId();
        assertThat(address(allocation).networkInterfaceId()).isEqualTo(second);
        assertThat(refusal(() -> ec2.releaseAddress(release -> release.allocationId(allocation))))
                .isEqualTo("InvalidIPAddress.InUse");
        ec2.disassociateAddress(from -> from.associationId(association));
        assertThat(address(allocation).associationId()).isNull();
    }

    @Test
    void aNatGatewayHoldsItsAddressAndSubnetUntilItIsGone() {
        String vpc = world.vpc();
        String gateway = world.gateway(vpc);
        String subnet = world.subnet(vpc, "10.0.1.0/24");
        String allocation = world.address();
        NatGateway nat = nat(subnet, allocation);
        assertThat(nat.state()).isEqualTo(NatGatewayState.AVAILABLE);

        NetworkInterface face = ec2.describeNetworkInterfaces(faces -> faces.networkInterfaceIds(
                        nat.natGatewayAddresses().getFirst().networkInterfaceId()))
                .networkInterfaces()
                .getFirst();
        assertThat(face.requesterManaged()).isTrue();
        assertThat(face.interfaceTypeAsString()).isEqualTo("nat_gateway");
        assertThat(face.description()).isEqualTo("Interface for NAT Gateway " + nat.natGatewayId());
        assertThat(face.association().allocationId()).isEqualTo(allocation);
        assertThat(face.groups()).isEmpty();

        assertThat(refusal(() -> ec2.releaseAddress(release -> release.allocationId(allocation))))
                .isEqualTo("InvalidIPAddress.InUse");
        assertThat(refusal(() -> ec2.disassociateAddress(
                        from -> from.associationId(address(allocation).associationId()))))
                .isEqualTo("AuthFailure");
        assertThat(refusal(
                        () -> ec2.deleteNetworkInterface(gone -> gone.networkInterfaceId(face.networkInterfaceId()))))
                .isEqualTo("InvalidParameterValue");
        assertThat(refusal(() -> ec2.deleteSubnet(gone -> gone.subnetId(subnet))))
                .isEqualTo("DependencyViolation");
        assertThat(refusal(() ->
                        ec2.detachInternetGateway(detach -> detach.vpcId(vpc).internetGatewayId(gateway))))
                .isEqualTo("DependencyViolation");

        ec2.deleteNatGateway(gone -> gone.natGatewayId(nat.natGatewayId()));
        assertThat(world.showNat(nat.natGatewayId()).state()).isEqualTo(NatGatewayState.DELETED);
        ec2.releaseAddress(release -> release.allocationId(allocation));
        ec2.detachInternetGateway(detach -> detach.vpcId(vpc).internetGatewayId(gateway));
        ec2.deleteSubnet(gone -> gone.subnetId(subnet));
        ec2.deleteVpc(gone -> gone.vpcId(vpc));
    }

    @Test
    void aClientTokenMakesOneNatGateway() {
        String vpc = world.vpc();
        world.gateway(vpc);
        String subnet = world.subnet(vpc, "10.0.1.0/24");
        String allocation = world.address();
        String first = ec2.createNatGateway(
                        make -> make.subnetId(subnet).allocationId(allocation).clientToken("once"))
                .natGateway()
                .natGatewayId();
        String second = ec2.createNatGateway(
                        make -> make.subnetId(subnet).allocationId(allocation).clientToken("once"))
                .natGateway()
                .natGatewayId();
        assertThat(second).isEqualTo(first);
        assertThat(refusal(() -> ec2.createNatGateway(make ->
                        make.subnetId(subnet).allocationId(world.address()).clientToken("once"))))
                .isEqualTo("IdempotentParameterMismatch");
    }

    @Test
    void aNatGatewayThatCannotWorkFails() {
        String vpc = world.vpc();
        String subnet = world.subnet(vpc, "10.0.1.0/24");
        String allocation = world.address();
        NatGateway closed = nat(subnet, allocation);
        assertThat(closed.state()).isEqualTo(NatGatewayState.FAILED);
        assertThat(closed.failureCode()).isEqualTo("Gateway.NotAttached");
        assertThat(closed.failureMessage()).isEqualTo("Network " + vpc + " has no Internet gateway attached");
        assertThat(address(allocation).associationId()).isNull();

        world.gateway(vpc);
        assertThat(nat(subnet, allocation).state()).isEqualTo(NatGatewayState.AVAILABLE);
        assertThat(nat(subnet, allocation).failureCode()).isEqualTo("Resource.AlreadyAssociated");
    }

    @Test
    void refusesNatGatewaysThatLackSomething() {
        String vpc = world.vpc();
        world.gateway(vpc);
        String subnet = world.subnet(vpc, "10.0.1.0/24");
        assertThat(refusal(() -> ec2.createNatGateway(make -> make.subnetId(subnet))))
                .isEqualTo("MissingParameter");
        assertThat(refusal(() ->
                        ec2.createNatGateway(make -> make.subnetId(subnet).allocationId("eipalloc-0123456789abcdef0"))))
                .isEqualTo("InvalidAllocationID.NotFound");
        assertThat(refusal(() -> ec2.createNatGateway(
                        make -> make.subnetId("subnet-0123456789abcdef0").allocationId(world.address()))))
                .isEqualTo("InvalidSubnetID.NotFound");
        assertThat(refusal(() -> ec2.deleteNatGateway(gone -> gone.natGatewayId("nat-0123456789abcdef0"))))
                .isEqualTo("NatGatewayNotFound");
        assertThat(ec2.createNatGateway(make -> make.subnetId(subnet).connectivityType("private"))
                        .natGateway()
                        .natGatewayAddresses())
                .singleElement()
                .satisfies(address -> assertThat(address.publicIp()).isNull());
    }

    @Test
    void aZoneHasFiveNatGateways() {
        try (Ec2World small = Ec2World.withQuotasOfAws()) {
            String network = small.vpc();
            String place = small.subnet(network, "10.0.1.0/24");
            for (int number = 0; number < 5; number++) {
                small.ec2().createNatGateway(make -> make.subnetId(place).connectivityType("private"));
            }
            assertThat(refusal(() -> small.ec2()
                            .createNatGateway(make -> make.subnetId(place).connectivityType("private"))))
                    .isEqualTo("NatGatewayLimitExceeded");
        }
    }
}
