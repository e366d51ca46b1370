package dev.provision.localcloud.ec2;

import static dev.provision.localcloud.ec2.Ec2World.filter;
import static dev.provision.localcloud.ec2.Ec2World.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.provision.localcloud.state.Quota;
import dev.provision.localcloud.state.Quotas;
import dev.provision.localcloud.time.Latency;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.CreateVpcEndpointRequest;
import software.amazon.awssdk.services.ec2.model.DeleteSubnetRequest;
import software.amazon.awssdk.services.ec2.model.DeleteVpcEndpointsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcEndpointsRequest;
import software.amazon.awssdk.services.ec2.model.ModifyVpcAttributeRequest;
import software.amazon.awssdk.services.ec2.model.UnsuccessfulItem;
import software.amazon.awssdk.services.ec2.model.VpcEndpoint;
import software.amazon.awssdk.services.ec2.model.VpcEndpointType;

/** What there can be of VPC endpoints: services, how many, and how long they take. */
@SuppressWarnings("unchecked") // the SDK has varargs of generic consumers
class VpcEndpointLimitsTest {
    private static final String S3 = "com.amazonaws.eu-west-2.s3";
    private static final String ECR = "com.amazonaws.eu-west-2.ecr.api";

    @Test
    void servicesAndPrefixListsAreListed() {
        try (Ec2World world = Ec2World.roomy()) {
            listed(world.ec2());
        }
    }

    private static void listed(Ec2Client ec2) {
        assertThat(ec2.describeVpcEndpointServices(all -> all.serviceNames(S3)).serviceDetails())
                .extracting(service -> service.serviceType().getFirst().serviceTypeAsString())
                .containsExactly("Gateway", "Interface");
        assertThat(ec2.describeVpcEndpointServices(all -> all.filters(filter("service-type", "Gateway")))
                        .serviceNames())
                .containsExactly("com.amazonaws.eu-west-2.dynamodb", S3);
        assertThat(refusal(() -> ec2.describeVpcEndpointServices(all -> all.serviceNames("nothing"))))
                .isEqualTo("InvalidServiceName");
        assertThat(ec2.describeManagedPrefixLists(lists -> lists.filters(filter("owner-id", "AWS")))
                        .prefixLists())
                .hasSize(2);
        assertThat(refusal(() -> ec2.describePrefixLists(lists -> lists.prefixListIds("pl-00000000"))))
                .isEqualTo("InvalidPrefixListID.NotFound");
    }

    @Test
    void thereMayBeSoMany() {
        try (Ec2World small = Ec2World.with(
                Quotas.usual().with(Quota.GATEWAY_ENDPOINTS, 1).with(Quota.INTERFACE_ENDPOINTS_PER_VPC, 1))) {
            String one = small.vpc();
            String other = small.vpc();
            for (String in : List.of(one, other)) {
                small.ec2().createVpcEndpoint(make -> make.vpcId(in)
                        .vpcEndpointType("Interface")
                        .serviceName(ECR)
                        .privateDnsEnabled(false));
            }
            small.ec2().createVpcEndpoint(make -> make.vpcId(one).serviceName(S3));
            assertThat(refusal(() -> small.ec2()
                            .createVpcEndpoint(make -> make.vpcId(other).serviceName(S3))))
                    .isEqualTo("VpcEndpointLimitExceeded");
            assertThat(refusal(() -> small.ec2().createVpcEndpoint(make -> make.vpcId(one)
                            .vpcEndpointType("Interface")
                            .serviceName(ECR)
                            .privateDnsEnabled(false))))
                    .isEqualTo("VpcEndpointLimitExceeded");
        }
    }

    /** Its interfaces stay until it is gone, and it is shown for a while after that. */
    @Test
    void itTakesItsTime() {
        try (Architecture built = new Architecture(Latency.AWS)) {
            String there = built.task().subnetId();
            built.part(Vpcs.class)
                    .modifyVpcAttribute(ModifyVpcAttributeRequest.builder()
                            .vpcId(built.vpc())
                            .enableDnsHostnames(on -> on.value(true))
                            .build());
            VpcEndpoints endpoints = built.part(VpcEndpoints.class);
            String id = endpoints
                    .createVpcEndpoint(CreateVpcEndpointRequest.builder()
                            .vpcId(built.vpc())
                            .vpcEndpointType(VpcEndpointType.INTERFACE)
                            .serviceName(ECR)
                            .subnetIds(there)
                            .build())
                    .vpcEndpoint()
                    .vpcEndpointId();
            assertThat(states(endpoints)).containsExactly("pending");
            built.time().advance(Duration.ofSeconds(60));
            assertThat(states(endpoints)).containsExactly("available");
            DeleteVpcEndpointsRequest deletion =
                    DeleteVpcEndpointsRequest.builder().vpcEndpointIds(id).build();
            assertThat(endpoints.deleteVpcEndpoints(deletion).unsuccessful()).isEqualTo(List.<UnsuccessfulItem>of());
            assertThat(states(endpoints)).containsExactly("deleting");
            built.ec2().networkInterfaces().detach(built.task().id());
            DeleteSubnetRequest subnetGone =
                    DeleteSubnetRequest.builder().subnetId(there).build();
            assertThat(catchThrowable(() -> built.part(Subnets.class).deleteSubnet(subnetGone)))
                    .hasMessageContaining("has dependencies");
            built.time().advance(Duration.ofSeconds(60));
            assertThat(states(endpoints)).containsExactly("deleted");
            built.part(Subnets.class).deleteSubnet(subnetGone);
            built.time().advance(Duration.ofSeconds(60));
            assertThat(states(endpoints)).isEmpty();
        }
    }

    private static List<String> states(VpcEndpoints endpoints) {
        return endpoints
                .describeVpcEndpoints(DescribeVpcEndpointsRequest.builder().build())
                .vpcEndpoints()
                .stream()
                .map(VpcEndpoint::stateAsString)
                .toList();
    }
}
