package dev.provision.stack;

import dev.provision.aws.ecr.RepositoryStep;
import dev.provision.aws.iam.PolicyDocument;
import dev.provision.aws.iam.PolicyStatement;
import dev.provision.aws.logs.LogGroupStep;
import dev.provision.config.AwsIam;
import dev.provision.graph.Ref;
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
    static PolicyDocument function(AwsIam iam) {
        return new PolicyDocument(
                List.of(
                        PolicyStatement.allow(LOGS, "logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"),
                        PolicyStatement.allow(
                                "*",
                                "ec2:CreateNetworkInterface",
                                "ec2:DescribeNetworkInterfaces",
                                "ec2:DeleteNetworkInterface",
                                "ec2:DescribeSubnets",
                                "ec2:AssignPrivateIpAddresses",
                                "ec2:UnassignPrivateIpAddresses")),
                iam.customPolicy());
    }

    /** Of what runs in a task. */
    static PolicyDocument task(AwsIam iam) {
        return new PolicyDocument(
                List.of(PolicyStatement.allow(LOGS, "logs:CreateLogStream", "logs:PutLogEvents")), iam.customPolicy());
    }

    /** Of Fargate, when it starts a task: pull from this one repository, write to this one log group. */
    static Optional<PolicyDocument> execution(Ref<RepositoryStep.Live> repository, Ref<LogGroupStep.Live> logs) {
        return repository.live().flatMap(images -> logs.live()
                .map(group -> new PolicyDocument(
                        List.of(
                                PolicyStatement.allow("*", "ecr:GetAuthorizationToken"),
                                PolicyStatement.allow(
                                        images.arn(),
                                        "ecr:BatchCheckLayerAvailability",
                                        "ecr:BatchGetImage",
                                        "ecr:GetDownloadUrlForLayer"),
                                PolicyStatement.allow(group.arn() + ":*", "logs:CreateLogStream", "logs:PutLogEvents")),
                        List.of())));
    }
}
