package dev.provision.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.aws.doctor.Finding;
import dev.provision.config.Environment;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;

/** What stands in the way is named: in the account before, on the way of a request after. */
@Timeout(120)
final class DoctorTest {
    @TempDir
    private Path folder;

    private static List<String> bad(List<Finding> findings) {
        return findings.stream()
                .filter(line -> line.grade() == Finding.Grade.BAD)
                .map(line -> line.check() + ": " + line.detail())
                .toList();
    }

    @Test
    void quotasAndBlockedHopsAreNamed() {
        try (Cloudlet cloudlet = Cloudlet.start(folder);
                Ec2Client ec2 = cloudlet.client(Ec2Client.builder())) {
            Environment small = cloudlet.environment("small", "network: { natGateways: none }", Cloudlet.LAMBDA);
            Doctor doctor = cloudlet.stack(small).doctor();
            assertThat(bad(doctor.beforehand())).isEmpty();
            assertThat(bad(doctor.wayIn())).containsExactly("load balancer: there is none: the environment is not up");

            Environment large = cloudlet.environment(
                    "large",
                    "network: { availabilityZones: 3 }",
                    Cloudlet.LAMBDA.replace("memory: 256", "memory: 256, reservedConcurrency: 5000")
                            + Cloudlet.FARGATE.replace(
                                    "awsFargateEcs }",
                                    "awsFargateEcs, awsFargateEcs: { cpu: 4096, memory: 8192, maxInstances: 500 } }"));
            for (int i = 0; i < 3; i++) {
                ec2.allocateAddress(r -> {});
            }
            assertThat(bad(cloudlet.stack(large).doctor().beforehand()))
                    .anyMatch(line -> line.startsWith("elastic IP addresses: 3 of 5")
                            && line.contains("--service-code ec2 --quota-code L-0263D0A3"))
                    .anyMatch(line -> line.startsWith("Fargate vCPUs: 4000.0 are needed"))
                    .anyMatch(line -> line.startsWith("Lambda concurrency: 5000 are to be reserved"))
                    .hasSize(3);

            cloudlet.up(small).orThrow();
            assertThat(bad(doctor.wayIn())).isEmpty();
            String group = ec2.describeSecurityGroups(r -> r.filters(Filter.builder()
                            .name("group-name")
                            .values("demo-small-alb")
                            .build()))
                    .securityGroups()
                    .getFirst()
                    .groupId();
            ec2.revokeSecurityGroupIngress(r ->
                    r.groupId(group).ipProtocol("tcp").fromPort(80).toPort(80).cidrIp("0.0.0.0/0"));
            ec2.describeRouteTables(r -> r.filters(Filter.builder()
                            .name("tag:Name")
                            .values("demo-small-public")
                            .build()))
                    .routeTables()
                    .forEach(table -> ec2.deleteRoute(
                            r -> r.routeTableId(table.routeTableId()).destinationCidrBlock("0.0.0.0/0")));
            assertThat(bad(cloudlet.stack(small).doctor().wayIn()))
                    .anyMatch(line -> line.startsWith("security group of the load balancer: demo-small-alb (" + group
                            + ") has no rule that lets in tcp 80"))
                    .anyMatch(line -> line.contains("its route table has no active route 0.0.0.0/0"));
        }
    }
}
