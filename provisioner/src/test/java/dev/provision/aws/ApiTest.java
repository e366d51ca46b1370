package dev.provision.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.graph.ProvisionException;
import dev.provision.graph.ProvisionException.StepFailed;
import dev.provision.graph.StillInUse;
import dev.provision.localcloud.LocalCloud;
import dev.provision.localcloud.Options;
import dev.provision.localcloud.fault.Injection;
import dev.provision.localcloud.wire.AwsError;
import dev.provision.localcloud.wire.Fault;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsRequest;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Vpc;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.iam.IamClient;

/** What the errors of AWS become, with real answers on the wire. */
@Timeout(60)
class ApiTest {
    private static LocalCloud cloud;
    private final List<Duration> slept = new ArrayList<>();
    private final AwsConnection connection = AwsConnection.at(cloud.endpoint(), "eu-west-2", slept::add);
    private final Api<Ec2Client> ec2 = connection.api("ec2", Ec2Client::builder);

    @BeforeAll
    static void start() {
        cloud = LocalCloud.start(Options.forTests());
    }

    @AfterAll
    static void stop() {
        cloud.close();
    }

    @AfterEach
    void clear() {
        cloud.reset();
    }

    private static void refuse(String operation, String code, int times) {
        cloud.faults()
                .inject(new Injection(
                        "ec2", operation, times, new Fault.Refusal(AwsError.badRequest(code, "AWS says no"))));
    }

    private Vpc createVpc() {
        return ec2.call(c -> c.createVpc(r -> r.cidrBlock("10.0.0.0/16")).vpc());
    }

    @ParameterizedTest
    @CsvSource({
        "UnauthorizedOperation, PermissionMissing",
        "AccessDenied, PermissionMissing",
        "AuthFailure, CredentialsMissing",
        "ExpiredToken, CredentialsMissing",
        "VpcLimitExceeded, QuotaReached",
        "TooManyRules, QuotaReached",
        "InvalidParameterValue, StepFailed"
    })
    void anErrorCodeBecomesWhatOneCanDoSomethingAbout(String code, String type) {
        refuse("CreateVpc", code, 1);
        assertThatThrownBy(this::createVpc)
                .isInstanceOf(ProvisionException.class)
                .hasMessageContaining("ec2:CreateVpc")
                .hasMessageContaining("AWS says no")
                .hasMessageContaining(code)
                .hasMessageContaining("request ")
                .extracting(failure -> failure.getClass().getSimpleName())
                .isEqualTo(type);
    }

    /** What is missing may be the right to something that comes with the call: PassRole with CreateFunction, tags with a VPC. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "User: arn:aws:iam::1:user/me is not authorized to perform: iam:PassRole on resource:"
                        + " arn:aws:iam::1:role/web because no policy allows it | iam:PassRole | arn:aws:iam::1:role/web",
                "You are not authorized to perform this operation. User: arn:aws:iam::1:user/me is not authorized to perform:"
                        + " ec2:CreateTags on resource: arn:aws:ec2:eu-west-2:1:vpc/* because none | ec2:CreateTags"
                        + " | arn:aws:ec2:eu-west-2:1:vpc/*",
                "User: arn:aws:iam::1:user/me is not authorized to perform: ec2:DescribeVpcs because no policy allows it"
                        + " | ec2:DescribeVpcs | *",
                "You are not authorized to perform this operation. | ec2:CreateVpc | *"
            })
    void aDenialNamesTheActionAndTheResourceThatAwsNames(String message, String action, String resource) {
        cloud.faults()
                .inject(new Injection(
                        "ec2",
                        "CreateVpc",
                        1,
                        new Fault.Refusal(AwsError.badRequest("UnauthorizedOperation", message))));
        assertThatThrownBy(this::createVpc)
                .hasMessageStartingWith("not allowed: " + action + " on " + resource + " (")
                .extracting(failure -> ((ProvisionException) failure).remedy())
                .isEqualTo("allow " + action + " for the identity that runs provision");
    }

    @Test
    void aReachedQuotaIsNamedWithTheCommandThatRaisesIt() {
        refuse("CreateVpc", "VpcLimitExceeded", 1);
        assertThatThrownBy(this::createVpc)
                .hasMessageContaining("'VPCs per Region' (L-F678F1CE)")
                .extracting(failure -> ((ProvisionException) failure).remedy())
                .asString()
                .endsWith("aws service-quotas request-service-quota-increase --service-code vpc"
                        + " --quota-code L-F678F1CE --desired-value NUMBER");
    }

    @Test
    void aThrottledCallIsRepeatedAndNoQuota() {
        cloud.faults().inject(new Injection("ec2", "CreateVpc", 2, Injection.throttling("ec2")));
        assertThat(createVpc().cidrBlock()).isEqualTo("10.0.0.0/16");
    }

    @Test
    void whatIsNotThereIsFoundEmptyAndDeletedAlready() {
        assertThat(ec2.find(c -> c.describeVpcAttribute(
                        r -> r.vpcId("vpc-0123456789abcdef0").attribute("enableDnsSupport"))))
                .isEmpty();
        ec2.delete(c -> c.deleteVpc(r -> r.vpcId("vpc-0123456789abcdef0")));
        Api<IamClient> iam = connection.api("iam", IamClient::builder);
        assertThat(iam.find(c -> c.getRole(r -> r.roleName("nobody")))).isEmpty();
    }

    @Test
    void whatStillStandsInTheWayOfADeletionIsToldAsSuch() {
        Vpc vpc = createVpc();
        ec2.run(c -> c.createSubnet(r -> r.vpcId(vpc.vpcId()).cidrBlock("10.0.1.0/24")));
        assertThatThrownBy(() -> ec2.delete(c -> c.deleteVpc(r -> r.vpcId(vpc.vpcId()))))
                .isInstanceOf(StillInUse.class)
                .hasMessageContaining("DependencyViolation");
    }

    @Test
    void whatAwsDoesNotKnowYetIsAskedForAgain() {
        refuse("CreateVpc", "InvalidVpcID.NotFound", 3);
        assertThat(ec2.settle(c -> c.createVpc(r -> r.cidrBlock("10.0.0.0/16")))
                        .vpc()
                        .vpcId())
                .startsWith("vpc-");
        assertThat(slept).containsExactly(Duration.ofMillis(250), Duration.ofMillis(500), Duration.ofSeconds(1));
    }

    @Test
    void askingAgainHasABound() {
        refuse("CreateVpc", "InvalidVpcID.NotFound", 1000);
        assertThatThrownBy(() -> ec2.settle(c -> c.createVpc(r -> r.cidrBlock("10.0.0.0/16"))))
                .isInstanceOf(StepFailed.class)
                .hasMessageContaining("InvalidVpcID.NotFound");
        assertThat(slept.stream().reduce(Duration.ZERO, Duration::plus))
                .isBetween(Duration.ofSeconds(60), Duration.ofSeconds(62));
    }

    @Test
    void aLostAnswerNeverMakesASecondOne() {
        cloud.faults().inject(new Injection("ec2", "CreateVpc", 1, new Fault.LostAnswer()));
        String made = ec2.createOnce(
                () -> vpcs().stream().findFirst(),
                c -> c.createVpc(r -> r.cidrBlock("10.0.0.0/16")).vpc().vpcId());
        assertThat(vpcs()).containsExactly(made);
    }

    @Test
    void aLostRequestIsRepeated() {
        cloud.faults().inject(new Injection("ec2", "CreateVpc", 2, new Fault.Reset()));
        ec2.createOnce(
                () -> vpcs().stream().findFirst(),
                c -> c.createVpc(r -> r.cidrBlock("10.0.0.0/16")).vpc().vpcId());
        assertThat(vpcs()).hasSize(1);
    }

    private List<String> vpcs() {
        return ec2.call(
                c -> c
                        .describeVpcs(r -> r.filters(Filter.builder()
                                .name("cidr")
                                .values("10.0.0.0/16")
                                .build()))
                        .vpcs()
                        .stream()
                        .map(Vpc::vpcId)
                        .toList());
    }

    @Test
    void aNameThatExistsAlreadyIsNoError() {
        Api<IamClient> iam = connection.api("iam", IamClient::builder);
        for (int i = 0; i < 2; i++) {
            iam.ensure(
                    "EntityAlreadyExists",
                    c -> c.createRole(r -> r.roleName("demo").assumeRolePolicyDocument("""
                    {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":\
                    "lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}""")));
        }
        assertThat(iam.find(c -> c.getRole(r -> r.roleName("demo")))).isPresent();
    }

    @Test
    void somebodyNotListeningIsSaidSo() {
        Api<Ec2Client> nobody = AwsConnection.at(URI.create("http://127.0.0.1:1"), "eu-west-2", slept::add)
                .api("ec2", Ec2Client::builder);
        assertThatThrownBy(() -> nobody.run(Ec2Client::describeVpcs))
                .isInstanceOf(StepFailed.class)
                .hasMessageContaining("no usable answer from ec2");
    }

    @Test
    void whoOnlyLooksIsAnsweredOnceToTheSameQuestion() {
        DescribeVpcsRequest all = DescribeVpcsRequest.builder().build();
        Api<Ec2Client> looking = connection.looking().api("ec2", Ec2Client::builder);
        refuse("DescribeVpcs", "InvalidParameterValue", 1);
        assertThatThrownBy(() -> looking.findShared(all, Ec2Client::describeVpcs))
                .isInstanceOf(StepFailed.class);
        createVpc();
        assertThat(looking.findShared(all, Ec2Client::describeVpcs)
                        .orElseThrow()
                        .vpcs())
                .as("a refusal is no answer that is kept")
                .hasSize(1);
        createVpc();
        assertThat(looking.findShared(all, Ec2Client::describeVpcs)
                        .orElseThrow()
                        .vpcs())
                .hasSize(1);
        assertThat(looking.findShared(all.toBuilder().maxResults(5).build(), Ec2Client::describeVpcs)
                        .orElseThrow()
                        .vpcs())
                .as("another question")
                .hasSize(2);
        assertThat(ec2.findShared(all, Ec2Client::describeVpcs).orElseThrow().vpcs())
                .as("whoever changes things asks again")
                .hasSize(2);
    }

    @Test
    void aTaskDefinitionThatIsNotThereHasNoErrorCodeOfItsOwn() {
        Api<EcsClient> ecs = connection.api("ecs", EcsClient::builder);
        assertThatCode(() -> ecs.delete(c -> c.deregisterTaskDefinition(r -> r.taskDefinition("web:1"))))
                .doesNotThrowAnyException();
        assertThat(ecs.find(c -> c.describeTaskDefinition(r -> r.taskDefinition("web:1"))))
                .isEmpty();
    }
}
