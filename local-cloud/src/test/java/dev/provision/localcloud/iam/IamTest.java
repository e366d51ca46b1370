package dev.provision.localcloud.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.localcloud.Clients;
import dev.provision.localcloud.LocalCloud;
import dev.provision.localcloud.Options;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.DeleteConflictException;
import software.amazon.awssdk.services.iam.model.EntityAlreadyExistsException;
import software.amazon.awssdk.services.iam.model.EvaluationResult;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.InvalidInputException;
import software.amazon.awssdk.services.iam.model.LimitExceededException;
import software.amazon.awssdk.services.iam.model.MalformedPolicyDocumentException;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.PolicyScopeType;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.iam.model.UnmodifiableEntityException;

@Timeout(60)
class IamTest {
    private static final String TRUST = """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
              "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]}
            """;
    private static final String LOGS = """
            {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"logs:*","Resource":"*"}}""";
    private static final String VPC_ACCESS = "arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole";
    private static LocalCloud cloud;
    private static IamClient iam;

    @BeforeAll
    static void start() {
        cloud = LocalCloud.start(Options.forTests());
        iam = Clients.of(IamClient.builder(), cloud.endpoint());
    }

    @AfterAll
    static void stop() {
        iam.close();
        cloud.close();
    }

    @BeforeEach
    void reset() {
        cloud.reset();
    }

    private static Role createRole(String name) {
        return iam.createRole(role -> role.roleName(name).assumeRolePolicyDocument(TRUST))
                .role();
    }

    @Test
    void keepsARoleAsItWasMade() {
        iam.createRole(role -> role.roleName("demo")
                .path("/service/")
                .assumeRolePolicyDocument(TRUST)
                .description("of the demo")
                .maxSessionDuration(7200)
                .tags(tag("provision:env", "dev"), tag("provision:name", "demo")));
        Role role = iam.getRole(request -> request.roleName("demo")).role();
        assertThat(role.arn()).isEqualTo("arn:aws:iam::000000000000:role/service/demo");
        assertThat(role.roleId()).matches("AROA[A-Z2-7]{17}");
        assertThat(role.description()).isEqualTo("of the demo");
        assertThat(role.maxSessionDuration()).isEqualTo(7200);
        assertThat(URLDecoder.decode(role.assumeRolePolicyDocument(), StandardCharsets.UTF_8))
                .isEqualTo(TRUST);
        assertThat(role.tags()).containsExactly(tag("provision:env", "dev"), tag("provision:name", "demo"));
        assertThat(iam.listRoles(request -> request.pathPrefix("/service/")).roles())
                .singleElement()
                .satisfies(listed -> assertThat(listed.tags()).isEmpty());
        assertThat(iam.listRoles(request -> request.pathPrefix("/other/")).roles())
                .isEmpty();
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    @Test
    void refusesASecondRoleOfTheNameWhateverItsCase() {
        createRole("demo");
        assertThatThrownBy(() -> createRole("Demo"))
                .isInstanceOfSatisfying(EntityAlreadyExistsException.class, error -> assertThat(error.statusCode())
                        .isEqualTo(409));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "with space", "x/y", "0123456789012345678901234567890123456789012345678901234567890123x"})
    void refusesRoleNames(String name) {
        assertThatThrownBy(() -> createRole(name)).isInstanceOfSatisfying(IamException.class, error -> assertThat(
                        error.awsErrorDetails().errorCode())
                .isEqualTo("ValidationError"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "no json",
                "[]",
                "{}",
                "{\"Statement\":[]}",
                "{\"Version\":\"2020-01-01\",\"Statement\":[]}",
                "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\"}}",
                "{\"Statement\":{\"Principal\":\"*\",\"Action\":\"sts:AssumeRole\"}}",
                "{\"Statement\":{\"Effect\":\"Maybe\",\"Principal\":\"*\",\"Action\":\"sts:AssumeRole\"}}",
                "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":\"*\"}}",
                "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"ec2:RunInstances\"}}",
                "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"sts:AssumeRole\",\"Resource\":\"*\"}}",
                "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"lambda\"},\"Action\":\"sts:AssumeRole\"}}",
                "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"sts:AssumeRole\",\"Extra\":1}}",
                "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"sts:AssumeRole\",\"Condition\":{\"X\":{\"a\":1}}}}",
            })
    void refusesTrustPolicies(String document) {
        assertThatThrownBy(() -> iam.createRole(role -> role.roleName("demo").assumeRolePolicyDocument(document)))
                .isInstanceOf(MalformedPolicyDocumentException.class);
        assertThat(iam.listRoles().roles()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"logs:*\"}}",
                "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"logs\",\"Resource\":\"*\"}}",
                "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"logs:*\",\"Resource\":\"everything\"}}",
                "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"logs:*\",\"Resource\":\"*\",\"Principal\":\"*\"}}",
                "{\"Statement\":[{\"Sid\":\"a\",\"Effect\":\"Allow\",\"Action\":\"logs:*\",\"Resource\":\"*\"},"
                        + "{\"Sid\":\"a\",\"Effect\":\"Allow\",\"Action\":\"logs:*\",\"Resource\":\"*\"}]}",
            })
    void refusesInlinePolicies(String document) {
        createRole("demo");
        assertThatThrownBy(() -> iam.putRolePolicy(
                        policy -> policy.roleName("demo").policyName("p").policyDocument(document)))
                .isInstanceOf(MalformedPolicyDocumentException.class);
    }

    @Test
    void doesNotDeleteARoleThatStillHasPolicies() {
        createRole("demo");
        iam.putRolePolicy(policy -> policy.roleName("demo").policyName("logs").policyDocument(LOGS));
        iam.attachRolePolicy(policy -> policy.roleName("demo").policyArn(VPC_ACCESS));
        assertThatThrownBy(() -> iam.deleteRole(role -> role.roleName("demo")))
                .isInstanceOf(DeleteConflictException.class);
        iam.detachRolePolicy(policy -> policy.roleName("demo").policyArn(VPC_ACCESS));
        assertThatThrownBy(() -> iam.deleteRole(role -> role.roleName("demo")))
                .isInstanceOf(DeleteConflictException.class);
        iam.deleteRolePolicy(policy -> policy.roleName("demo").policyName("logs"));
        iam.deleteRole(role -> role.roleName("demo"));
        assertThatThrownBy(() -> iam.getRole(role -> role.roleName("demo")))
                .isInstanceOfSatisfying(NoSuchEntityException.class, error -> assertThat(error.statusCode())
                        .isEqualTo(404));
        assertThatThrownBy(() -> iam.deleteRole(role -> role.roleName("demo")))
                .isInstanceOf(NoSuchEntityException.class);
    }

    @Test
    void replacesInlinePoliciesOfTheSameName() {
        createRole("demo");
        iam.putRolePolicy(policy -> policy.roleName("demo").policyName("logs").policyDocument(LOGS));
        String changed = LOGS.replace("logs:*", "logs:PutLogEvents");
        iam.putRolePolicy(policy -> policy.roleName("demo").policyName("logs").policyDocument(changed));
        String kept = iam.getRolePolicy(policy -> policy.roleName("demo").policyName("logs"))
                .policyDocument();
        assertThat(URLDecoder.decode(kept, StandardCharsets.UTF_8)).isEqualTo(changed);
        assertThat(iam.listRolePolicies(role -> role.roleName("demo")).policyNames())
                .containsExactly("logs");
        assertThatThrownBy(() ->
                        iam.getRolePolicy(policy -> policy.roleName("demo").policyName("other")))
                .isInstanceOf(NoSuchEntityException.class);
    }

    @Test
    void limitsTheSizeOfARolesPolicies() {
        createRole("demo");
        String large = LOGS.replace("logs:*", "logs:" + "x".repeat(6000));
        iam.putRolePolicy(policy -> policy.roleName("demo").policyName("a").policyDocument(large));
        assertThatThrownBy(() -> iam.putRolePolicy(
                        policy -> policy.roleName("demo").policyName("b").policyDocument(large)))
                .isInstanceOf(LimitExceededException.class);
        assertThat(iam.listRolePolicies(role -> role.roleName("demo")).policyNames())
                .containsExactly("a");
    }

    @Test
    void changesARoleInPlace() {
        createRole("demo");
        String trust = TRUST.replace("lambda", "ecs-tasks");
        iam.updateAssumeRolePolicy(role -> role.roleName("demo").policyDocument(trust));
        iam.updateRole(role -> role.roleName("demo").description("new").maxSessionDuration(3600));
        iam.tagRole(role -> role.roleName("demo").tags(tag("a", "1"), tag("b", "2")));
        iam.tagRole(role -> role.roleName("demo").tags(tag("b", "3")));
        iam.untagRole(role -> role.roleName("demo").tagKeys("a", "never"));
        Role role = iam.getRole(request -> request.roleName("demo")).role();
        assertThat(URLDecoder.decode(role.assumeRolePolicyDocument(), StandardCharsets.UTF_8))
                .isEqualTo(trust);
        assertThat(role.description()).isEqualTo("new");
        assertThat(iam.listRoleTags(request -> request.roleName("demo")).tags()).containsExactly(tag("b", "3"));
    }

    @Test
    void pagesThroughListings() {
        List<String> names = IntStream.range(10, 35).mapToObj(i -> "role-" + i).toList();
        names.forEach(IamTest::createRole);
        assertThat(iam.listRolesPaginator(request -> request.maxItems(10)).roles())
                .extracting(Role::roleName)
                .isEqualTo(names);
        assertThat(iam.listRoles(request -> request.maxItems(10)).isTruncated()).isTrue();
        assertThatThrownBy(() -> iam.listRoles(request -> request.marker("nonsense")))
                .isInstanceOf(IamException.class);
    }

    @Test
    void simulatesWhatARoleMayDo() {
        String role = createRole("demo").arn();
        iam.putRolePolicy(policy -> policy.roleName("demo").policyName("logs").policyDocument(LOGS));
        assertThat(iam.simulatePrincipalPolicy(simulation ->
                                simulation.policySourceArn(role).actionNames("logs:PutLogEvents", "s3:GetObject"))
                        .evaluationResults())
                .extracting(EvaluationResult::evalDecisionAsString)
                .containsExactly("allowed", "implicitDeny");
        assertThatThrownBy(() -> iam.simulatePrincipalPolicy(
                        simulation -> simulation.policySourceArn(role + "s").actionNames("logs:PutLogEvents")))
                .isInstanceOf(NoSuchEntityException.class);
        assertThatThrownBy(() -> iam.simulatePrincipalPolicy(simulation -> simulation
                        .policySourceArn("arn:aws:iam::000000000000:root")
                        .actionNames("logs:PutLogEvents")))
                .isInstanceOf(InvalidInputException.class);
    }

    @Test
    void keepsManagedPoliciesWithTheirVersions() {
        String arn = iam.createPolicy(policy -> policy.policyName("logs").policyDocument(LOGS))
                .policy()
                .arn();
        assertThatThrownBy(() ->
                        iam.createPolicy(policy -> policy.policyName("logs").policyDocument(LOGS)))
                .isInstanceOf(EntityAlreadyExistsException.class);
        createRole("demo");
        iam.attachRolePolicy(policy -> policy.roleName("demo").policyArn(arn));
        iam.createPolicyVersion(
                policy -> policy.policyArn(arn).policyDocument(LOGS).setAsDefault(true));
        assertThat(iam.getPolicy(policy -> policy.policyArn(arn)).policy())
                .satisfies(policy -> assertThat(policy.attachmentCount()).isEqualTo(1))
                .satisfies(policy -> assertThat(policy.defaultVersionId()).isEqualTo("v2"));
        assertThatThrownBy(() -> iam.deletePolicy(policy -> policy.policyArn(arn)))
                .isInstanceOf(DeleteConflictException.class);
        iam.detachRolePolicy(policy -> policy.roleName("demo").policyArn(arn));
        assertThatThrownBy(() -> iam.deletePolicyVersion(
                        version -> version.policyArn(arn).versionId("v2")))
                .isInstanceOf(DeleteConflictException.class);
        iam.deletePolicyVersion(version -> version.policyArn(arn).versionId("v1"));
        iam.deletePolicy(policy -> policy.policyArn(arn));
        assertThat(iam.listPolicies(policies -> policies.scope(PolicyScopeType.LOCAL))
                        .policies())
                .isEmpty();
    }

    @Test
    void knowsThePoliciesOfAwsAndKeepsThem() {
        createRole("demo");
        assertThatThrownBy(() -> iam.attachRolePolicy(
                        policy -> policy.roleName("demo").policyArn("arn:aws:iam::aws:policy/NoSuchPolicy")))
                .isInstanceOf(NoSuchEntityException.class);
        iam.attachRolePolicy(policy -> policy.roleName("demo").policyArn(VPC_ACCESS));
        iam.attachRolePolicy(policy -> policy.roleName("demo").policyArn(VPC_ACCESS));
        assertThat(iam.listAttachedRolePolicies(role -> role.roleName("demo")).attachedPolicies())
                .singleElement()
                .satisfies(policy -> assertThat(policy.policyName()).isEqualTo("AWSLambdaVPCAccessExecutionRole"));
        assertThatThrownBy(() -> iam.deletePolicy(policy -> policy.policyArn(VPC_ACCESS)))
                .isInstanceOf(IamException.class);
    }

    @Test
    void makesServiceLinkedRolesOnceAndProtectsThem() {
        Role role = iam.createServiceLinkedRole(request -> request.awsServiceName("ecs.amazonaws.com"))
                .role();
        assertThat(role.path()).isEqualTo("/aws-service-role/ecs.amazonaws.com/");
        assertThatThrownBy(() -> iam.createServiceLinkedRole(request -> request.awsServiceName("ecs.amazonaws.com")))
                .isInstanceOfSatisfying(InvalidInputException.class, error -> assertThat(error.getMessage())
                        .contains("has been taken in this account"));
        assertThatThrownBy(() -> iam.deleteRole(request -> request.roleName("AWSServiceRoleForECS")))
                .isInstanceOf(UnmodifiableEntityException.class);
        String task = iam.deleteServiceLinkedRole(request -> request.roleName("AWSServiceRoleForECS"))
                .deletionTaskId();
        assertThat(iam.getServiceLinkedRoleDeletionStatus(request -> request.deletionTaskId(task))
                        .statusAsString())
                .isEqualTo("SUCCEEDED");
    }
}
