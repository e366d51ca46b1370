package dev.provision.localcloud.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.localcloud.network.NetworkInterfaces;
import dev.provision.localcloud.network.NetworkInterfaces.Attached;
import dev.provision.localcloud.state.TaggedResource;
import dev.provision.localcloud.time.Latency;
import dev.provision.localcloud.wire.AwsError;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.CreateTagsRequest;
import software.amazon.awssdk.services.ec2.model.DeleteNatGatewayRequest;
import software.amazon.awssdk.services.ec2.model.DeleteSecurityGroupRequest;
import software.amazon.awssdk.services.ec2.model.DescribeAddressesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeNatGatewaysRequest;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkInterfacesRequest;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.NatGateway;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.Tag;

/** What other services get from EC2: interfaces of their own and the list of tagged resources; and EC2's life over time. */
class ServiceInterfacesTest {
    @Test
    void anInterfaceHasAnAddressOfItsSubnetAndOneOfThisMachine() {
        try (Architecture built = new Architecture(Latency.INSTANT)) {
            NetworkInterfaces interfaces = built.ec2().networkInterfaces();
            Attached task = built.task();
            assertThat(task.privateIp()).isEqualTo("10.0.10.4");
            assertThat(task.publicIp()).isEmpty();
            assertThat(task.vpcId()).isEqualTo(built.vpc());
            assertThat(task.availabilityZone()).isEqualTo("eu-west-2a");
            assertThat(task.groupIds()).containsExactly(built.taskGroup());
            assertThat(task.loopback().isLoopbackAddress()).isTrue();
            assertThat(interfaces.find(task.id())).contains(task);
            assertThat(interfaces.find(built.vpc(), "10.0.10.4")).contains(task);
            assertThat(interfaces.find(built.vpc(), "10.0.10.5")).isEmpty();
            assertThat(built.alb().publicIp()).isPresent();
        }
    }

    @Test
    void showsAsManagedByItsService() {
        try (Architecture built = new Architecture(Latency.INSTANT)) {
            NetworkInterface shown = shown(built, "amazon-elb");
            assertThat(shown.requesterManaged()).isTrue();
            assertThat(shown.requesterId()).isEqualTo("amazon-elb");
            assertThat(shown.statusAsString()).isEqualTo("in-use");
            assertThat(shown.association().ipOwnerId()).isEqualTo("amazon-elb");
            assertThat(shown.macAddress()).matches("02(:[0-9a-f]{2}){5}");
            assertThat(shown.attachment().instanceOwnerId()).isEqualTo("amazon-elb");
            assertThat(shown(built, "ecs").attachment().instanceOwnerId()).isEqualTo("amazon-aws");
        }
    }

    private static NetworkInterface shown(Architecture built, String service) {
        return built.part(NetworkInterfaceOperations.class)
                .describeNetworkInterfaces(DescribeNetworkInterfacesRequest.builder()
                        .filters(Filter.builder()
                                .name("description")
                                .values(service + " *")
                                .build())
                        .build())
                .networkInterfaces()
                .getFirst();
    }

    @Test
    void freesItsGroupAndAddressWhenItGoes() {
        try (Architecture built = new Architecture(Latency.INSTANT)) {
            NetworkInterfaces interfaces = built.ec2().networkInterfaces();
            String subnet = built.task().subnetId();
            interfaces.detach(built.task().id());
            interfaces.detach(built.task().id());
            assertThat(interfaces.find(built.task().id())).isEmpty();
            assertThat(built.attach(subnet, built.taskGroup(), "ecs", false).privateIp())
                    .as("an address just freed is not given out again at once")
                    .isEqualTo("10.0.10.5");
        }
    }

    @Test
    void changesGroups() {
        try (Architecture built = new Architecture(Latency.INSTANT)) {
            NetworkInterfaces interfaces = built.ec2().networkInterfaces();
            interfaces.changeGroups(built.task().id(), List.of(built.albGroup()));
            assertThat(interfaces.find(built.task().id()).orElseThrow().groupIds())
                    .containsExactly(built.albGroup());
            assertThat(built.paths().toInternet(built.task().id(), 443).allowed())
                    .isFalse();
            assertThatThrownBy(() -> built.part(SecurityGroups.class)
                            .deleteSecurityGroup(DeleteSecurityGroupRequest.builder()
                                    .groupId(built.albGroup())
                                    .build()))
                    .isInstanceOfSatisfying(AwsError.class, refused -> assertThat(refused.code())
                            .isEqualTo("DependencyViolation"));
        }
    }

    @Test
    void needsASubnetAndGroupsThatExist() {
        try (Architecture built = new Architecture(Latency.INSTANT)) {
            assertThatThrownBy(() -> built.attach("subnet-0123456789abcdef0", built.taskGroup(), "ecs", false))
                    .isInstanceOfSatisfying(AwsError.class, refused -> assertThat(refused.code())
                            .isEqualTo("InvalidSubnetID.NotFound"));
            assertThatThrownBy(() -> built.attach(built.task().subnetId(), "sg-0123456789abcdef0", "ecs", false))
                    .isInstanceOfSatisfying(AwsError.class, refused -> assertThat(refused.code())
                            .isEqualTo("InvalidSecurityGroupID.NotFound"));
        }
    }

    @Test
    void aNatGatewayGoesThroughItsStatesAndIsShownForAnHourAfterDeath() {
        try (Architecture built = new Architecture(Latency.AWS)) {
            built.part(TagOperations.class)
                    .createTags(CreateTagsRequest.builder()
                            .resources(built.nat())
                            .tags(Tag.builder()
                                    .key("provision:name")
                                    .value("demo")
                                    .build())
                            .build());
            assertThat(state(built)).isEqualTo("pending");
            built.time().advance(Duration.ofSeconds(90));
            assertThat(state(built)).isEqualTo("available");
            built.part(NatGateways.class)
                    .deleteNatGateway(DeleteNatGatewayRequest.builder()
                            .natGatewayId(built.nat())
                            .build());
            assertThat(state(built)).isEqualTo("deleting");
            assertThat(built.part(Addresses.class)
                            .describeAddresses(
                                    DescribeAddressesRequest.builder().build())
                            .addresses()
                            .getFirst()
                            .associationId())
                    .isNotNull();
            built.time().advance(Duration.ofSeconds(60));
            assertThat(state(built)).isEqualTo("deleted");
            assertThat(built.ec2().taggedResources())
                    .containsExactly(new TaggedResource(
                            "arn:aws:ec2:eu-west-2:000000000000:natgateway/" + built.nat(),
                            "ec2:natgateway",
                            Map.of("provision:name", "demo")));
            built.time().advance(Duration.ofHours(1));
            assertThat(state(built)).isEqualTo("gone");
            assertThat(built.ec2().taggedResources()).isEmpty();
        }
    }

    private static String state(Architecture built) {
        return built
                .part(NatGateways.class)
                .describeNatGateways(DescribeNatGatewaysRequest.builder().build())
                .natGateways()
                .stream()
                .findFirst()
                .map(NatGateway::stateAsString)
                .orElse("gone");
    }
}
