package dev.provision.localcloud.elb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.localcloud.time.ManualTime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AvailabilityZone;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ElasticLoadBalancingV2Exception;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerStateEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Tag;

@Timeout(60)
class LoadBalancersTest {
    private final ManualTime time = new ManualTime(Instant.parse("2026-01-01T00:00:00Z"));
    private final ElbCloud cloud = ElbCloud.start(time);

    @AfterEach
    void stop() {
        cloud.close();
    }

    static AbstractThrowableAssert<?, ? extends Throwable> refused(String code, ThrowingCallable call) {
        return assertThatThrownBy(call).isInstanceOfSatisfying(ElasticLoadBalancingV2Exception.class, e -> assertThat(
                        e.awsErrorDetails().errorCode())
                .isEqualTo(code));
    }

    private LoadBalancerStateEnum state() {
        return cloud.client()
                .describeLoadBalancers()
                .loadBalancers()
                .getFirst()
                .state()
                .code();
    }

    @Test
    void isProvisionedForTwoMinutesAndLeavesItsInterfacesBehindForAWhile() {
        LoadBalancer made = cloud.loadBalancer("demo");
        assertThat(made.loadBalancerArn())
                .matches("arn:aws:elasticloadbalancing:eu-west-2:000000000000:loadbalancer/app/demo/[0-9a-f]{16}");
        assertThat(made.dnsName()).isEqualTo("localhost");
        assertThat(made.availabilityZones())
                .extracting(AvailabilityZone::zoneName)
                .containsExactly("eu-west-2a", "eu-west-2b");
        assertThat(made.vpcId()).isEqualTo(PretendNetwork.VPC);
        assertThat(made.securityGroups()).containsExactly("sg-1");
        assertThat(cloud.network().all()).hasSize(2).allMatch(node -> node.publicIp()
                .isPresent());
        time.advance(Duration.ofSeconds(119));
        assertThat(state()).isEqualTo(LoadBalancerStateEnum.PROVISIONING);
        time.advance(Duration.ofSeconds(1));
        assertThat(state()).isEqualTo(LoadBalancerStateEnum.ACTIVE);

        cloud.client().deleteLoadBalancer(request -> request.loadBalancerArn(made.loadBalancerArn()));
        cloud.client().deleteLoadBalancer(request -> request.loadBalancerArn(made.loadBalancerArn()));
        assertThat(cloud.client().describeLoadBalancers().loadBalancers()).isEmpty();
        assertThat(cloud.network().all()).hasSize(2);
        time.advance(Duration.ofMinutes(3));
        assertThat(cloud.network().all()).isEmpty();
    }

    @Test
    void madeAgainWithTheSameSettingsItIsTheSameAndWithOthersItIsRefused() {
        LoadBalancer made = cloud.loadBalancer("demo");
        assertThat(cloud.loadBalancer("demo").loadBalancerArn()).isEqualTo(made.loadBalancerArn());
        refused("DuplicateLoadBalancerName", () -> cloud.client()
                .createLoadBalancer(request ->
                        request.name("demo").subnets("subnet-a", "subnet-b").securityGroups("sg-2")));
        assertThat(cloud.loadBalancer("second").dnsName()).isEqualTo("127.0.0.2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-a", "a-", "a_b", "internal-a", "", "a234567890123456789012345678901234"})
    void namesThatAwsRefusesAreRefused(String name) {
        refused("ValidationError", () -> cloud.loadBalancer(name));
    }

    @Test
    void subnetsMustBeTwoInTwoZonesAndExist() {
        refused("ValidationError", () -> cloud.client()
                .createLoadBalancer(request -> request.name("one").subnets("subnet-a")));
        refused("InvalidConfigurationRequest", () -> cloud.client()
                .createLoadBalancer(request -> request.name("same").subnets("subnet-a", "subnet-a2")));
        refused("SubnetNotFound", () -> cloud.client()
                .createLoadBalancer(request -> request.name("gone").subnets("subnet-a", "subnet-x")));
        refused("InvalidSecurityGroup", () -> cloud.client()
                .createLoadBalancer(request ->
                        request.name("group").subnets("subnet-a", "subnet-b").securityGroups("sg-missing")));
        assertThat(cloud.network().all()).as("nothing is left of what failed").isEmpty();
    }

    @Test
    void aPortThatAnotherProgramHasIsNamedAndTheOldListenerStays() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ElbCloud own = ElbCloud.start(port -> port == 81 ? taken.getLocalPort() : 0)) {
            LoadBalancer made = own.loadBalancer("demo");
            refused("InvalidConfigurationRequest", () -> own.listener(made, 81))
                    .hasMessageContaining("as port " + taken.getLocalPort())
                    .hasMessageContaining("is taken by another program", "start the local cloud with another");
            Listener open = own.listener(made, 80);
            refused("InvalidConfigurationRequest", () -> own.client()
                    .modifyListener(
                            request -> request.listenerArn(open.listenerArn()).port(81)));
            assertThat(own.client()
                            .describeListeners(request -> request.loadBalancerArn(made.loadBalancerArn()))
                            .listeners())
                    .containsExactly(open);
            assertThat(own.port(open)).isPositive();
        }
    }

    @Test
    void attributesAreCheckedAndDeletionProtectionProtects() {
        LoadBalancer made = cloud.loadBalancer("demo");
        modify(made, "idle_timeout.timeout_seconds", "30");
        assertThat(cloud.client()
                        .describeLoadBalancerAttributes(request -> request.loadBalancerArn(made.loadBalancerArn()))
                        .attributes())
                .contains(attribute("idle_timeout.timeout_seconds", "30"), attribute("routing.http2.enabled", "true"));
        refused("ValidationError", () -> modify(made, "idle_timeout.timeout_seconds", "0"));
        refused("ValidationError", () -> modify(made, "no.such.attribute", "1"));
        modify(made, "deletion_protection.enabled", "true");
        refused("OperationNotPermitted", () -> cloud.client()
                .deleteLoadBalancer(request -> request.loadBalancerArn(made.loadBalancerArn())));
    }

    private void modify(LoadBalancer loadBalancer, String key, String value) {
        cloud.client().modifyLoadBalancerAttributes(request -> request.loadBalancerArn(loadBalancer.loadBalancerArn())
                .attributes(attribute(key, value)));
    }

    private static LoadBalancerAttribute attribute(String key, String value) {
        return LoadBalancerAttribute.builder().key(key).value(value).build();
    }

    @Test
    void tagsComeWithTheRequestAndCanBeChanged() {
        LoadBalancer made = cloud.client()
                .createLoadBalancer(request ->
                        request.name("tagged").subnets("subnet-a", "subnet-b").tags(tag("a", "1"), tag("b", "2")))
                .loadBalancers()
                .getFirst();
        cloud.client()
                .addTags(request -> request.resourceArns(made.loadBalancerArn()).tags(tag("b", "3")));
        cloud.client().removeTags(request -> request.resourceArns(made.loadBalancerArn())
                .tagKeys("a"));
        assertThat(cloud.client()
                        .describeTags(request -> request.resourceArns(made.loadBalancerArn()))
                        .tagDescriptions()
                        .getFirst()
                        .tags())
                .containsExactly(tag("b", "3"));
        refused("DuplicateTagKeys", () -> cloud.client()
                .createLoadBalancer(request ->
                        request.name("twice").subnets("subnet-a", "subnet-b").tags(tag("a", "1"), tag("a", "2"))));
        refused("LoadBalancerNotFound", () -> cloud.client()
                .describeTags(request -> request.resourceArns(made.loadBalancerArn() + "0")));
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    @Test
    void pagesAreAsLargeAsAskedForAndNamesAreFound() {
        for (int i = 0; i < 5; i++) {
            cloud.loadBalancer("lb" + i);
        }
        Stream<String> names = cloud.client().describeLoadBalancersPaginator(request -> request.pageSize(2)).stream()
                .flatMap(page -> {
                    assertThat(page.loadBalancers()).hasSizeLessThanOrEqualTo(2);
                    return page.loadBalancers().stream();
                })
                .map(LoadBalancer::loadBalancerName);
        assertThat(names).containsExactly("lb0", "lb1", "lb2", "lb3", "lb4");
        assertThat(cloud.client()
                        .describeLoadBalancers(request -> request.names("lb3"))
                        .loadBalancers())
                .hasSize(1);
        refused("LoadBalancerNotFound", () -> cloud.client()
                .describeLoadBalancers(request -> request.names("lb3", "lb9")));
    }

    @Test
    void groupsAndSubnetsCanBeReplaced() {
        LoadBalancer made = cloud.loadBalancer("demo");
        cloud.client().setSecurityGroups(request -> request.loadBalancerArn(made.loadBalancerArn())
                .securityGroups("sg-7"));
        assertThat(cloud.network().all())
                .allSatisfy(node -> assertThat(node.groupIds()).containsExactly("sg-7"));
        cloud.client().setSubnets(request -> request.loadBalancerArn(made.loadBalancerArn())
                .subnets("subnet-a2", "subnet-b"));
        LoadBalancer changed =
                cloud.client().describeLoadBalancers().loadBalancers().getFirst();
        assertThat(changed.availabilityZones())
                .extracting(AvailabilityZone::subnetId)
                .containsExactlyInAnyOrder("subnet-a2", "subnet-b");
        assertThat(changed.securityGroups()).containsExactly("sg-7");
        refused("InvalidSecurityGroup", () -> cloud.client()
                .setSecurityGroups(request ->
                        request.loadBalancerArn(made.loadBalancerArn()).securityGroups("sg-missing")));
    }

    @Test
    void whatIsNotThereIsNotFound() {
        String arn = "arn:aws:elasticloadbalancing:eu-west-2:000000000000:loadbalancer/app/x/1234567890123456";
        refused("LoadBalancerNotFound", () -> cloud.client()
                .describeListeners(request -> request.loadBalancerArn(arn)));
        refused("LoadBalancerNotFound", () -> cloud.client()
                .describeCapacityReservation(request -> request.loadBalancerArn(arn)));
        assertThat(cloud.client().describeAccountLimits().limits()).isNotEmpty();
        assertThat(cloud.client()
                        .describeSSLPolicies(request -> request.names("ELBSecurityPolicy-2016-08"))
                        .sslPolicies()
                        .getFirst()
                        .sslProtocols())
                .isEqualTo(List.of("TLSv1.2", "TLSv1.1", "TLSv1"));
    }

    @Test
    void beforeItIsActiveItAnswers503() throws Exception {
        LoadBalancer made = cloud.loadBalancer("early");
        Listener listener = cloud.listener(made, 80);
        assertThat(Requests.status(cloud.port(listener), "/")).isEqualTo(503);
        time.advance(Duration.ofMinutes(2));
        assertThat(Requests.status(cloud.port(listener), "/")).isEqualTo(404);
    }
}
