package dev.provision.localcloud.ec2;

import static dev.provision.localcloud.ec2.Ec2World.filter;
import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.localcloud.Terraform;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.NatGateway;

class TerraformNetworkTest {
    @Test
    void theNetworkIsAppliedPlansEmptyAndIsDestroyed(@TempDir Path folder) {
        try (Ec2World world = Ec2World.withQuotasOfAws()) {
            Ec2Client ec2 = world.ec2();
            Terraform terraform = Terraform.of("network", folder, world.cloud());
            terraform.apply();
            String vpc = terraform.output("vpc_id");
            assertThat(ec2.describeSubnets(subnets -> subnets.filters(filter("vpc-id", vpc)))
                            .subnets())
                    .hasSize(4);
            assertThat(terraform.changes()).isEmpty();

            terraform.destroy();
            assertThat(ec2.describeVpcs().vpcs()).isEmpty();
            assertThat(ec2.describeAddresses().addresses()).isEmpty();
            assertThat(ec2.describeInternetGateways().internetGateways()).isEmpty();
            assertThat(ec2.describeNetworkInterfaces().networkInterfaces()).isEmpty();
            assertThat(ec2.describeNatGateways().natGateways())
                    .extracting(NatGateway::stateAsString)
                    .containsOnly("deleted");
        }
    }
}
