package dev.provision.stack;

import dev.provision.aws.ecr.RepositoryStep;
import dev.provision.aws.iam.PolicyDocument;
import dev.provision.aws.iam.PolicyStatement;
import dev.provision.aws.logs.LogGroupStep;
import dev.provision.aws.secrets.ContainerVariables;
import dev.provision.aws.secrets.CustomerKey;
import dev.provision.aws.secrets.KeptSecret;
import dev.provision.config.AwsIam;
import dev.provision.graph.Ref;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the roles of SPEC's section on IAM may do, and nothing else. */
final class Rights {
    private static final String LOGS = "arn:aws:logs:*:*:*";

    private Rights() {}

    /**
     * Of a function: its log, and the network interfaces through which it is in the VPC. Beyond the three actions of SPEC,
     * AWS demands the last three of a function in a VPC: configuration-vpc in the Lambda guide.
     */
    static Optional<PolicyDocument> function(AwsIam iam, ContainerVariables variables) {
        return variables
                .kept()
                .map(secrets -> document(
                        List.of(
                                PolicyStatement.allow(
                                        LOGS, "logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"),
                                PolicyStatement.allow(
                                        "*",
                                        "ec2:CreateNetworkInterface",
                                        "ec2:DescribeNetworkInterfaces",
                                        "ec2:DeleteNetworkInterface",
                                        "ec2:DescribeSubnets",
                                        "ec2:AssignPrivateIpAddresses",
                                        "ec2:UnassignPrivateIpAddresses")),
                        secrets,
                        iam.customPolicy()));
    }

    /** With the right to read exactly these secrets. */
    private static PolicyDocument document(
            List<PolicyStatement> statements, List<KeptSecret> secrets, List<String> custom) {
        List<PolicyStatement> all = new ArrayList<>(statements);
        for (KeptSecret.Store store : KeptSecret.Store.values()) {
            List<String> arns = secrets.stream()
                    .filter(secret -> secret.store() == store)
                    .map(KeptSecret::arn)
                    .sorted()
                    .toList();
            if (!arns.isEmpty()) {
                all.add(new PolicyStatement(List.of(store.action()), arns));
            }
        }
        List<String> further = new ArrayList<>(custom);
        secrets.stream()
                .flatMap(secret -> secret.key().stream())
                .distinct()
                .map(Rights::decrypting)
                .sorted()
                .forEach(further::add);
        return new PolicyDocument(all, further);
    }

    /** A right on a key cannot be given by its alias but by this condition: "Key aliases" in the KMS guide. */
    private static String decrypting(CustomerKey key) {
        return "{\"Effect\":\"Allow\",\"Action\":\"kms:Decrypt\",\"Resource\":\"" + key.arn() + "\""
                + key.alias()
                        .map(alias -> ",\"Condition\":{\"ForAnyValue:StringEquals\":{\"kms:ResourceAliases\":\"" + alias
                                + "\"}}")
                        .orElse("")
                + "}";
    }

    /**
     * Of what runs in a task.
     *
     * @param exec whether the agent of ECS Exec runs in it, too: "Using ECS Exec" in the ECS guide
     */
    static PolicyDocument task(AwsIam iam, boolean exec) {
        List<PolicyStatement> statements = new ArrayList<>();
        statements.add(PolicyStatement.allow(LOGS, "logs:CreateLogStream", "logs:PutLogEvents"));
        if (exec) {
            statements.add(PolicyStatement.allow(
                    "*",
                    "ssmmessages:CreateControlChannel",
                    "ssmmessages:CreateDataChannel",
                    "ssmmessages:OpenControlChannel",
                    "ssmmessages:OpenDataChannel"));
        }
        return new PolicyDocument(statements, iam.customPolicy());
    }

    /**
     * Of Fargate, when it starts a task: pull from this one repository, write to this one log group, read the container's
     * secrets.
     */
    static Optional<PolicyDocument> execution(
            Ref<RepositoryStep.Live> repository, Ref<LogGroupStep.Live> logs, ContainerVariables variables) {
        return repository.live().flatMap(images -> logs.live().flatMap(group -> variables
                .kept()
                .map(secrets -> document(
                        List.of(
                                PolicyStatement.allow("*", "ecr:GetAuthorizationToken"),
                                PolicyStatement.allow(
                                        images.arn(),
                                        "ecr:BatchCheckLayerAvailability",
                                        "ecr:BatchGetImage",
                                        "ecr:GetDownloadUrlForLayer"),
                                PolicyStatement.allow(group.arn() + ":*", "logs:CreateLogStream", "logs:PutLogEvents")),
                        secrets,
                        List.of()))));
    }
}
