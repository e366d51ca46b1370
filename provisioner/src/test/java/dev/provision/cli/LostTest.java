package dev.provision.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.provision.config.Environment;
import dev.provision.graph.Outcome;
import dev.provision.graph.StepKey;
import dev.provision.report.PlanView;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.RRType;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

/** Somebody else deletes what other things lead to or hang on, which stay. */
@Timeout(120)
final class LostTest {
    private static Environment environment(Account account) {
        return account.environment(
                "dev",
                "network: { natGateways: none }",
                List.of(
                        Account.LAMBDA.replace("lambda/health", "lambda/health, domain: api.example.com"),
                        Account.LAMBDA.replace("lambda", "other")));
    }

    private static void deleteBalancer(Account account) {
        ElasticLoadBalancingV2Client elb = account.client(ElasticLoadBalancingV2Client.builder());
        elb.deleteLoadBalancer(r -> r.loadBalancerArn(
                elb.describeLoadBalancers().loadBalancers().getFirst().loadBalancerArn()));
    }

    private static void deleteRole(IamClient iam, String name) {
        iam.listRolePolicies(r -> r.roleName(name))
                .policyNames()
                .forEach(policy -> iam.deleteRolePolicy(r -> r.roleName(name).policyName(policy)));
        iam.deleteRole(r -> r.roleName(name));
    }

    private static Outcome.Action action(PlanView plan, String step) {
        return plan.planned().get(StepKey.parse(step).orElseThrow()).action();
    }

    /** Those that are not of the zone itself. */
    private static List<ResourceRecordSet> records(Account account, String zone) {
        return account
                .client(Route53Client.builder())
                .listResourceRecordSets(r -> r.hostedZoneId(zone))
                .resourceRecordSets()
                .stream()
                .filter(record -> record.type() != RRType.NS && record.type() != RRType.SOA)
                .toList();
    }

    @Test
    void whatStaysIsFoundAgainAndGoes(@TempDir Path folder) {
        assumeTrue(TinyImage.possible(), "there is no " + TinyImage.PERL);
        try (Account account = Account.open(folder)) {
            String zone = new BroughtThings(account.cloud()).zone();
            Environment environment = environment(account);
            account.up(environment);
            account.image("two");
            account.up(environment);

            deleteBalancer(account);
            PlanView plan = account.plan(environment);
            assertThat(action(plan, "load-balancer/main")).isEqualTo(Outcome.Action.CREATE);
            assertThat(action(plan, "dns-record/api.example.com")).isEqualTo(Outcome.Action.CHANGE);
            account.up(environment);
            PlanView after = account.plan(environment);
            assertThat(after.changed()).as(after.toString()).isFalse();

            deleteBalancer(account);
            // Without its role or its image, a function cannot be taken out of its VPC.
            deleteRole(account.client(IamClient.builder()), "demo-dev-other-function");
            account.client(EcrClient.builder())
                    .deleteRepository(r -> r.repositoryName("demo-dev").force(true));
            account.teardown(environment);
            assertThat(account.stack(environment).sweep()).isEmpty();
            assertThat(records(account, zone)).isEmpty();
        }
    }
}
