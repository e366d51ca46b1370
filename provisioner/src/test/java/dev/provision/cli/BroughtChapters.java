package dev.provision.cli;

import dev.provision.config.Environment;
import java.util.List;

/** Of an environment that brings whatever can be brought: network, certificate, web ACL, bucket, roles, topic, secrets. */
final class BroughtChapters extends PolicyChapters {
    private static final String CONTAINERS = """
              lambda:
                routing: { pathPattern: /lambda/*, pathHealthCheck: /lambda/health, domain: api.example.com }
                compute: { type: awsLambda, awsIam: { roleArn: "%1$sfunctions" }, awsLambda: { memory: 512 } }
                environment: { TOKEN: "${ssm:/demo/token}" }
              fargate:
                routing: { pathPattern: /fargate/*, pathHealthCheck: /fargate/health }
                compute: { type: awsFargateEcs, awsIam: { roleArn: "%1$stasks" }, awsFargateEcs: { maxInstances: 2 } }
                environment: { PASSWORD: "${secret:demo}" }
            """.formatted(BroughtThings.ROLES);
    private String settings = "";

    BroughtChapters(Account account) {
        super(account);
    }

    @Override
    void othersWork() {
        BroughtThings things = new BroughtThings(account().cloud());
        others().keepSecrets();
        things.role(
                "functions", "lambda.amazonaws.com", "\"ec2:*\", \"logs:*\", \"ssm:GetParameter\", \"kms:Decrypt\"");
        things.role("tasks", "ecs-tasks.amazonaws.com", "\"logs:*\"");
        things.bucket();
        String certificate = things.certificate("*.example.com");
        things.prove(certificate);
        settings = """
            alarms: { topicArn: "%s" }
            deployment:
              %s
              awsAlb: { certificateArn: "%s", wafAclArn: "%s", accessLogs: { bucket: %s } }
            """.formatted(
                        things.topic(), things.network().yaml(), certificate, things.webAcl(), BroughtThings.BUCKET);
    }

    @Override
    Environment standard() {
        return account().environment("dev", settings, List.of(CONTAINERS));
    }

    /** Without what stands before the load balancer. */
    private Environment open() {
        return account().environment("dev", settings.replaceAll("wafAclArn: \"[^\"]*\", ", ""), List.of(CONTAINERS));
    }

    @Override
    void write() {
        Runnable standing = () -> account().up(standard());
        chapter("up with what others have made", this::beginAgain, standing);
        looks("with what others have made", standing);
        chapter("up without the web ACL", standing, () -> account().up(open()));
        chapter("teardown beside what others have made", standing, () -> command("teardown", "--yes"));
    }
}
