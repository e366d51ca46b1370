package dev.provision.localcloud.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.localcloud.AwsCli;
import dev.provision.localcloud.Clients;
import dev.provision.localcloud.LocalCloud;
import dev.provision.localcloud.Options;
import dev.provision.localcloud.iam.IdentityPolicy;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.EcsException;
import software.amazon.awssdk.services.ecs.model.NetworkMode;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.ContextEntry;
import software.amazon.awssdk.services.iam.model.ContextKeyTypeEnum;
import software.amazon.awssdk.services.iam.model.EvaluationResult;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.LambdaException;

@SuppressWarnings("unchecked") // the SDK has varargs of generic consumers
class CallerRightsTest {
    private static final String ROLE = "arn:aws:iam::000000000000:role/app-task";
    private static final String POLICY = """
            {"Version": "2012-10-17", "Statement": [
              {"Effect": "Allow", "Action": ["ec2:Describe*", "ec2:CreateVpc"], "Resource": "*"},
              {"Effect": "Allow", "Action": "ec2:DeleteVpc", "Resource": "*",
               "Condition": {"StringEquals": {"aws:ResourceTag/env": "dev"}}},
              {"Effect": "Allow", "Action": "ec2:CreateTags", "Resource": "*",
               "Condition": {"StringEquals": {"aws:RequestTag/env": "dev"}}},
              {"Effect": "Allow", "Action": ["iam:CreateRole", "iam:GetRole"], "Resource": "arn:aws:iam::*:role/app-*"},
              {"Effect": "Allow", "Action": "ecs:RegisterTaskDefinition", "Resource": "*"},
              {"Effect": "Allow", "Action": "iam:PassRole", "Resource": "arn:aws:iam::*:role/app-*",
               "Condition": {"StringEquals": {"iam:PassedToService": "lambda.amazonaws.com"}}},
              {"Effect": "Allow", "Action": ["ecr:CreateRepository", "ecr:GetAuthorizationToken"], "Resource": "*"},
              {"Effect": "Allow", "Action": "ecr:InitiateLayerUpload",
               "Resource": "arn:aws:ecr:*:*:repository/mine"},
              {"Effect": "Allow", "Action": "lambda:Get*", "Resource": "*"},
              {"Effect": "Allow", "Action": "iam:SimulatePrincipalPolicy", "Resource": "arn:aws:iam::*:user/deployer"},
              {"Effect": "Deny", "Action": "lambda:GetAccountSettings", "Resource": "*"}
            ]}""";

    private static LocalCloud cloud;

    @BeforeAll
    static void start() {
        cloud = LocalCloud.start(Options.forTests().withCallerPolicy(IdentityPolicy.read(POLICY)));
    }

    @AfterAll
    static void stop() {
        cloud.close();
    }

    @Test
    void what_would_be_allowed_is_told_without_doing_it() {
        String deployer = "arn:aws:iam::000000000000:user/deployer";
        try (IamClient iam = Clients.of(IamClient.builder(), cloud.endpoint())) {
            assertThat(iam.simulatePrincipalPolicy(s -> s.policySourceArn(deployer)
                                    .actionNames("lambda:GetFunction", "lambda:GetAccountSettings", "lambda:Invoke"))
                            .evaluationResults())
                    .extracting(EvaluationResult::evalDecisionAsString)
                    .containsExactly("allowed", "explicitDeny", "implicitDeny");
            assertThat(passing(iam, deployer, "lambda.amazonaws.com")).isEqualTo("allowed");
            assertThat(passing(iam, deployer, "ecs-tasks.amazonaws.com")).isEqualTo("implicitDeny");
            assertThatThrownBy(() -> passing(iam, "arn:aws:iam::000000000000:role/app-x", "lambda.amazonaws.com"))
                    .hasMessageContaining("not authorized to perform: iam:SimulatePrincipalPolicy on resource:"
                            + " arn:aws:iam::000000000000:role/app-x");
        }
    }

    private static String passing(IamClient iam, String who, String service) {
        return iam.simulatePrincipalPolicy(s -> s.policySourceArn(who)
                        .actionNames("iam:PassRole")
                        .resourceArns("arn:aws:iam::000000000000:role/app-x")
                        .contextEntries(ContextEntry.builder()
                                .contextKeyName("iam:PassedToService")
                                .contextKeyType(ContextKeyTypeEnum.STRING)
                                .contextKeyValues(service)
                                .build()))
                .evaluationResults()
                .getFirst()
                .evalDecisionAsString();
    }

    @Test
    void a_vpc_is_made_but_tagged_and_deleted_only_as_the_conditions_say() {
        try (Ec2Client ec2 = Clients.of(Ec2Client.builder(), cloud.endpoint())) {
            String bare = ec2.createVpc(v -> v.cidrBlock("10.0.0.0/16")).vpc().vpcId();
            assertThatThrownBy(() -> ec2.deleteVpc(v -> v.vpcId(bare)))
                    .isInstanceOfSatisfying(Ec2Exception.class, refused -> {
                        assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("UnauthorizedOperation");
                        assertThat(refused.statusCode()).isEqualTo(403);
                        assertThat(refused.getMessage())
                                .contains(
                                        "user/deployer is not authorized to perform: ec2:DeleteVpc on resource: arn:aws:ec2:");
                    });
            assertThatThrownBy(() -> tagged(ec2, "prod")).hasMessageContaining("ec2:CreateTags");
            String dev = tagged(ec2, "dev");
            ec2.deleteVpc(v -> v.vpcId(dev));
        }
    }

    private static String tagged(Ec2Client ec2, String env) {
        return ec2.createVpc(v -> v.cidrBlock("10.1.0.0/16").tagSpecifications(t -> t.resourceType(ResourceType.VPC)
                        .tags(tag -> tag.key("env").value(env))))
                .vpc()
                .vpcId();
    }

    @Test
    void network_acls_are_resources_of_their_own() {
        try (Ec2Client ec2 = Clients.of(Ec2Client.builder(), cloud.endpoint())) {
            String vpc = tagged(ec2, "dev");
            String acl = ec2.describeNetworkAcls(
                            acls -> acls.filters(f -> f.name("vpc-id").values(vpc)))
                    .networkAcls()
                    .getFirst()
                    .networkAclId();
            assertThatThrownBy(() -> ec2.createNetworkAcl(a -> a.vpcId(vpc)))
                    .hasMessageContaining("ec2:CreateNetworkAcl on resource: arn:aws:ec2:")
                    .hasMessageContaining(":network-acl/");
            assertThatThrownBy(() -> ec2.deleteNetworkAclEntry(
                            a -> a.networkAclId(acl).ruleNumber(100).egress(true)))
                    .hasMessageContaining("ec2:DeleteNetworkAclEntry on resource:"
                            + " arn:aws:ec2:eu-west-2:000000000000:network-acl/" + acl);
            ec2.deleteVpc(v -> v.vpcId(vpc));
        }
    }

    @Test
    void vpc_endpoints_are_resources_of_their_own() {
        try (Ec2Client ec2 = Clients.of(Ec2Client.builder(), cloud.endpoint())) {
            String id = "vpce-0123456789abcdef0";
            assertThatThrownBy(() -> ec2.deleteVpcEndpoints(e -> e.vpcEndpointIds(id)))
                    .hasMessageContaining("ec2:DeleteVpcEndpoints on resource:"
                            + " arn:aws:ec2:eu-west-2:000000000000:vpc-endpoint/" + id);
            assertThatThrownBy(() -> ec2.createVpcEndpoint(
                            e -> e.vpcId("vpc-0123456789abcdef0").serviceName("com.amazonaws.eu-west-2.s3")))
                    .hasMessageContaining("ec2:CreateVpcEndpoint on resource: arn:aws:ec2:")
                    .hasMessageContaining(":vpc-endpoint/");
        }
    }

    @Test
    void roles_are_made_by_name_and_passed_to_the_service_of_the_condition_only() {
        try (IamClient iam = Clients.of(IamClient.builder(), cloud.endpoint());
                EcsClient ecs = Clients.of(EcsClient.builder(), cloud.endpoint())) {
            String trust = """
                    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
                     "Principal": {"Service": "ecs-tasks.amazonaws.com"}, "Action": "sts:AssumeRole"}]}""";
            iam.createRole(r -> r.roleName("app-task").assumeRolePolicyDocument(trust));
            assertThatThrownBy(() -> iam.createRole(r -> r.roleName("other").assumeRolePolicyDocument(trust)))
                    .isInstanceOfSatisfying(IamException.class, refused -> assertThat(
                                    refused.awsErrorDetails().errorCode())
                            .isEqualTo("AccessDenied"));
            assertThatThrownBy(() -> ecs.registerTaskDefinition(t -> t.family("app")
                            .taskRoleArn(ROLE)
                            .networkMode(NetworkMode.AWSVPC)
                            .requiresCompatibilitiesWithStrings("FARGATE")
                            .cpu("256")
                            .memory("512")
                            .containerDefinitions(c -> c.name("app").image("app"))))
                    .isInstanceOfSatisfying(EcsException.class, refused -> {
                        assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("AccessDeniedException");
                        assertThat(refused.getMessage()).contains("iam:PassRole on resource: " + ROLE);
                    });
        }
    }

    @Test
    void a_deny_wins_and_is_worded_as_one() {
        try (LambdaClient lambda = Clients.of(LambdaClient.builder(), cloud.endpoint())) {
            assertThatThrownBy(() -> lambda.getAccountSettings(a -> {}))
                    .isInstanceOfSatisfying(LambdaException.class, refused -> {
                        assertThat(refused.statusCode()).isEqualTo(403);
                        assertThat(refused.getMessage()).contains("with an explicit deny");
                    });
            // Invoke is not called as its operation is.
            assertThatThrownBy(() -> lambda.invoke(i -> i.functionName("f")))
                    .hasMessageContaining(
                            "lambda:InvokeFunction on resource: arn:aws:lambda:eu-west-2:000000000000:function:f");
        }
    }

    @Test
    void a_push_needs_the_rights_of_its_steps_on_its_repository() throws Exception {
        try (EcrClient ecr = Clients.of(EcrClient.builder(), cloud.endpoint());
                HttpClient http = HttpClient.newHttpClient()) {
            ecr.createRepository(r -> r.repositoryName("mine"));
            ecr.createRepository(r -> r.repositoryName("theirs"));
            String token =
                    ecr.getAuthorizationToken().authorizationData().getFirst().authorizationToken();
            HttpRequest.Builder begin = HttpRequest.newBuilder()
                    .header("Authorization", "Basic " + token)
                    .POST(BodyPublishers.noBody());
            HttpResponse<String> begun = http.send(
                    begin.uri(cloud.endpoint().resolve("/v2/mine/blobs/uploads/"))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(begun.statusCode()).isEqualTo(202);
            HttpResponse<String> refused = http.send(
                    begin.uri(cloud.endpoint().resolve("/v2/theirs/blobs/uploads/"))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(refused.body())
                    .contains("DENIED", "ecr:InitiateLayerUpload on resource: arn:aws:ecr:", "repository/theirs");
            HttpResponse<String> sent = http.send(
                    HttpRequest.newBuilder(cloud.endpoint()
                                    .resolve(begun.headers()
                                            .firstValue("Location")
                                            .orElseThrow()))
                            .header("Authorization", "Basic " + token)
                            .method("PATCH", BodyPublishers.ofString("layer"))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(sent.statusCode()).isEqualTo(403);
            assertThat(sent.body()).contains("ecr:UploadLayerPart");
        }
    }

    @Test
    void everybody_may_ask_who_he_is() {
        AwsCli aws = AwsCli.of(cloud);
        assertThatCode(() -> assertThat(aws.run("sts", "get-caller-identity").toString())
                        .contains("arn:aws:iam::000000000000:user/deployer"))
                .doesNotThrowAnyException();
        assertThat(aws.refused("sqs", "list-queues")).isNotEmpty();
        assertThat(aws.refused("logs", "describe-log-groups")).contains("AccessDeniedException");
    }
}
