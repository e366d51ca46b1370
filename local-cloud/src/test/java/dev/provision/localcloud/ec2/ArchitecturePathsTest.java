package dev.provision.localcloud.ec2;

import static dev.provision.localcloud.ec2.Architecture.EVERYWHERE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.localcloud.network.Verdict;
import dev.provision.localcloud.network.Verdict.Blocked;
import dev.provision.localcloud.time.Latency;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.ec2.model.DeleteNatGatewayRequest;
import software.amazon.awssdk.services.ec2.model.DeleteRouteRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupRulesRequest;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.RevokeSecurityGroupEgressRequest;
import software.amazon.awssdk.services.ec2.model.RevokeSecurityGroupIngressRequest;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;

/** The paths of the architecture, and what happens to them when one piece of it is missing. */
class ArchitecturePathsTest {
    private static Verdict client(Architecture built) {
        return built.paths().fromInternet(built.alb().id(), 80);
    }

    private static Verdict forward(Architecture built) {
        return built.paths().between(built.alb().id(), built.task().id(), 8080);
    }

    private static Verdict registry(Architecture built) {
        return built.paths().toInternet(built.task().id(), 443);
    }

    @Test
    void carriesWhatItIsBuiltForAndNothingElse() {
        try (Architecture built = new Architecture(Latency.INSTANT)) {
            String alb = built.alb().id();
            String task = built.task().id();
            assertThat(List.of(client(built), forward(built), registry(built))).allMatch(Verdict::allowed);
            assertThat(List.of(
                            built.paths().fromInternet(alb, 443),
                            built.paths().fromInternet(alb, 8080),
                            built.paths().fromInternet(task, 8080),
                            built.paths().between(task, alb, 80),
                            built.paths().between(alb, task, 443),
                            built.paths().between(alb, task, 8081),
                            built.paths().toInternet(task, 80),
                            built.paths().toInternet(alb, 443),
                            built.paths().toInternet("eni-gone", 443)))
                    .noneMatch(Verdict::allowed);
        }
    }

    static Stream<Arguments> removals() {
        return Stream.of(
                removal("client", ArchitecturePathsTest::client, built -> revoke(built, built.albGroup(), false)),
                removal("forward", ArchitecturePathsTest::forward, built -> revoke(built, built.albGroup(), true)),
                removal("forward", ArchitecturePathsTest::forward, built -> revoke(built, built.taskGroup(), false)),
                removal("registry", ArchitecturePathsTest::registry, built -> revoke(built, built.taskGroup(), true)),
                removal("client", ArchitecturePathsTest::client, built -> cut(built, built.publicTable())),
                removal("registry", ArchitecturePathsTest::registry, built -> cut(built, built.publicTable())),
                removal("registry", ArchitecturePathsTest::registry, built -> cut(built, built.privateTable())),
                removal("registry", ArchitecturePathsTest::registry, ArchitecturePathsTest::deleteNat));
    }

    private static Arguments removal(
            String path, Function<Architecture, Verdict> check, Consumer<Architecture> removal) {
        return Arguments.of(path, check, removal);
    }

    @ParameterizedTest(name = "{index} {0}")
    @MethodSource("removals")
    void eachPieceIsMissedWithAReason(
            String path, Function<Architecture, Verdict> check, Consumer<Architecture> removal) {
        try (Architecture built = new Architecture(Latency.INSTANT)) {
            assertThat(check.apply(built).allowed()).as(path).isTrue();
            removal.accept(built);
            assertThat(check.apply(built)).as(path).isInstanceOfSatisfying(Blocked.class, blocked -> {
                assertThat(blocked.hop()).matches("(sg|rtb|nat|igw|eni)-[0-9a-f]+");
                assertThat(blocked.reason()).contains(blocked.hop()).endsWith(".");
            });
        }
    }

    private static void revoke(Architecture built, String groupId, boolean egress) {
        SecurityGroupRules operations = built.part(SecurityGroupRules.class);
        List<String> ids = operations
                .describeSecurityGroupRules(DescribeSecurityGroupRulesRequest.builder()
                        .filters(Filter.builder()
                                .name("group-id")
                                .values(groupId)
                                .build())
                        .build())
                .securityGroupRules()
                .stream()
                .filter(rule -> rule.isEgress() == egress)
                .map(SecurityGroupRule::securityGroupRuleId)
                .toList();
        if (egress) {
            operations.revokeSecurityGroupEgress(RevokeSecurityGroupEgressRequest.builder()
                    .groupId(groupId)
                    .securityGroupRuleIds(ids)
                    .build());
        } else {
            operations.revokeSecurityGroupIngress(RevokeSecurityGroupIngressRequest.builder()
                    .groupId(groupId)
                    .securityGroupRuleIds(ids)
                    .build());
        }
    }

    private static void cut(Architecture built, String table) {
        built.part(Routes.class)
                .deleteRoute(DeleteRouteRequest.builder()
                        .routeTableId(table)
                        .destinationCidrBlock(EVERYWHERE)
                        .build());
    }

    private static void deleteNat(Architecture built) {
        built.part(NatGateways.class)
                .deleteNatGateway(DeleteNatGatewayRequest.builder()
                        .natGatewayId(built.nat())
                        .build());
    }

    @Test
    void aNatGatewayCarriesNothingBeforeItIsAvailable() {
        try (Architecture built = new Architecture(Latency.AWS)) {
            assertThat(registry(built)).isInstanceOfSatisfying(Blocked.class, blocked -> assertThat(blocked.reason())
                    .isEqualTo("NAT gateway " + built.nat() + " is pending, not available."));
            built.time().advance(Duration.ofSeconds(89));
            assertThat(registry(built).allowed()).isFalse();
            built.time().advance(Duration.ofSeconds(1));
            assertThat(registry(built).allowed()).isTrue();
        }
    }
}
