package dev.provision.localcloud.witness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.localcloud.Clients;
import dev.provision.localcloud.LocalCloud;
import dev.provision.localcloud.Options;
import dev.provision.localcloud.Terraform;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.NatGateway;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.route53.Route53Client;

/** One configuration for all services: every Terraform command starts the provider anew, which takes longer than the work. */
class TerraformTest {
    @Test
    void theArchitectureIsAppliedPlansEmptyAndIsDestroyed(@TempDir Path folder) {
        try (LocalCloud cloud = LocalCloud.start(Options.forTests());
                Ec2Client ec2 = Clients.of(Ec2Client.builder(), cloud.endpoint());
                ElasticLoadBalancingV2Client elb =
                        Clients.of(ElasticLoadBalancingV2Client.builder(), cloud.endpoint());
                AcmClient acm = Clients.of(AcmClient.builder(), cloud.endpoint());
                Route53Client route53 = Clients.of(Route53Client.builder(), cloud.endpoint())) {
            Terraform terraform = Terraform.of("architecture", folder, cloud);
            terraform.apply();
            LoadBalancer balancer = elb.describeLoadBalancers().loadBalancers().getFirst();
            assertThat(ec2.describeSubnets().subnets())
                    .filteredOn(subnet -> subnet.vpcId().equals(balancer.vpcId()))
                    .hasSize(4);
            assertThat(elb.describeListeners(request -> request.loadBalancerArn(balancer.loadBalancerArn()))
                            .listeners())
                    .extracting(Listener::port)
                    .containsExactlyInAnyOrder(80, 443);
            assertThat(ec2.describeNetworkAcls().networkAcls())
                    .extracting(acl -> acl.entries().size() + " rules, "
                            + acl.associations().size() + " subnets")
                    .containsExactlyInAnyOrder("3 rules, 0 subnets", "7 rules, 2 subnets", "5 rules, 2 subnets");
            assertThat(ec2.describeVpcEndpoints().vpcEndpoints())
                    .extracting(endpoint -> endpoint.routeTableIds().size() + " tables, "
                            + endpoint.networkInterfaceIds().size() + " interfaces")
                    .containsExactlyInAnyOrder("2 tables, 0 interfaces", "0 tables, 2 interfaces");
            assertThat(terraform.changes()).isEmpty();

            terraform.destroy();
            assertThat(elb.describeLoadBalancers().loadBalancers()).isEmpty();
            assertThat(elb.describeTargetGroups().targetGroups()).isEmpty();
            assertThat(acm.listCertificates().certificateSummaryList()).isEmpty();
            assertThat(route53.listHostedZones().hostedZones()).isEmpty();
            assertThat(ec2.describeVpcs().vpcs()).isEmpty();
            assertThat(ec2.describeAddresses().addresses()).isEmpty();
            assertThat(ec2.describeInternetGateways().internetGateways()).isEmpty();
            assertThat(ec2.describeVpcEndpoints().vpcEndpoints()).isEmpty();
            assertThat(ec2.describeNetworkInterfaces().networkInterfaces()).isEmpty();
            assertThat(ec2.describeNatGateways().natGateways())
                    .extracting(NatGateway::stateAsString)
                    .containsOnly("deleted");
        }
    }
}
