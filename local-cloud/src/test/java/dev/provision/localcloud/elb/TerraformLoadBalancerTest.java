package dev.provision.localcloud.elb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.localcloud.Clients;
import dev.provision.localcloud.LocalCloud;
import dev.provision.localcloud.Options;
import dev.provision.localcloud.Terraform;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;

class TerraformLoadBalancerTest {
    @Test
    void theLoadBalancerIsAppliedPlansEmptyAndIsDestroyed(@TempDir Path folder) {
        try (LocalCloud cloud = LocalCloud.start(Options.forTests());
                ElasticLoadBalancingV2Client elb =
                        Clients.of(ElasticLoadBalancingV2Client.builder(), cloud.endpoint());
                AcmClient acm = Clients.of(AcmClient.builder(), cloud.endpoint())) {
            Terraform terraform = Terraform.of("load-balancer", folder, cloud);
            terraform.apply();
            String arn = terraform.output("arn");
            assertThat(elb.describeListeners(request -> request.loadBalancerArn(arn))
                            .listeners())
                    .extracting(Listener::port)
                    .containsExactlyInAnyOrder(80, 443);
            assertThat(terraform.changes()).isEmpty();

            terraform.destroy();
            assertThat(elb.describeLoadBalancers().loadBalancers()).isEmpty();
            assertThat(elb.describeTargetGroups().targetGroups()).isEmpty();
            assertThat(acm.listCertificates().certificateSummaryList()).isEmpty();
        }
    }
}
