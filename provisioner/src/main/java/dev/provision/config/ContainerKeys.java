package dev.provision.config;

import static dev.provision.config.Key.optional;
import static dev.provision.config.Key.required;
import static dev.provision.config.Key.standard;

import dev.provision.config.Kind.MapOf;
import dev.provision.config.Kind.Numbers;
import dev.provision.config.Kind.OneOf;
import dev.provision.config.Kind.Section;
import dev.provision.config.Kind.Text;
import dev.provision.config.Kind.Whole;
import java.util.List;

/** The keys of one container. */
final class ContainerKeys {
    private static final Text PATH = Text.of("/[!-~]*", 1024, "a path that starts with /");

    // Elastic Load Balancing, "Path conditions": these characters and the wildcards * and ?, 128 at most.
    private static final Text PATH_PATTERN = Text.of(
            "/[A-Za-z0-9_.$/~\"'@:+&()!,;=%*?-]*",
            128, "a path pattern such as /api/*, 128 characters at most, with the wildcards * and ?");
    private static final Text ANY = Text.of(".*", 4096, "a text of 4096 characters at most");

    // RFC 1035; a label of the zone and one below it at least.
    private static final Text DOMAIN =
            Text.of("([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]{2,63}", 64, "a domain name such as api.example.com");

    private static final Section LAMBDA = new Section(List.of(
            standard("memory", new Whole(128, 10240), "1024", "Memory of an instance in MiB; CPU grows with it."),
            standard("timeout", new Whole(1, 900), "30", "Seconds that one request may take."),
            optional(
                    "reservedConcurrency",
                    new Whole(0, 100_000),
                    "Concurrent instances at most; without it, the account's limit holds."),
            standard("provisionedConcurrency", new Whole(0, 100_000), "0", "Instances that are kept warm.")));

    private static final Section AUTO_SCALING = new Section(List.of(
            standard(
                    "policy",
                    new OneOf(List.of("step", "target")),
                    "step",
                    "step: one task more or less on an alarm; target: target tracking."),
            standard("targetCpuUtilization", new Whole(1, 100), "60", "Percent of CPU above which tasks are added."),
            standard(
                    "targetMemoryUtilization",
                    new Whole(1, 100),
                    "70",
                    "Percent of memory above which tasks are added.")));

    private static final Section FARGATE = new Section(List.of(
            standard(
                    "cpu",
                    new Numbers(List.of(256, 512, 1024, 2048, 4096, 8192, 16384)),
                    "256",
                    "CPU units of a task, 1024 to a vCPU."),
            standard(
                    "memory",
                    new Whole(512, 122_880),
                    "512",
                    "Memory of a task in MiB; the cpu decides what is possible."),
            standard("minInstances", new Whole(1, 5000), "1", "Tasks at least; with none, nothing would ever add one."),
            standard("maxInstances", new Whole(1, 5000), "10", "Tasks at most."),
            optional("autoScaling", AUTO_SCALING, "When tasks are added and removed."),
            standard(
                    "enableExecuteCommand",
                    new Kind.Flag(),
                    "false",
                    "Lets provision exec run commands in the tasks, by ECS Exec.")));

    private static final Section IAM = new Section(List.of(
            optional(
                    "roleArn",
                    Text.of("arn:aws[a-z-]*:iam::\\d{12}:role/.+", 2048, "the ARN of a role"),
                    "An existing role that is used instead of a created one; the service must be able to assume it."),
            optional(
                    "customPolicy",
                    new Kind.Json("a policy document, or a list of statements"),
                    "Statements that are added to the created role.")));

    private static final Section COMPUTE = new Section(List.of(
            required("type", new OneOf(List.of("awsLambda", "awsFargateEcs")), "What runs the container."),
            optional("awsLambda", LAMBDA, "The function, where the type is awsLambda."),
            optional("awsFargateEcs", FARGATE, "The service, where the type is awsFargateEcs."),
            optional("awsIam", IAM, "Rights of the function or task.")));

    private static final Section ROUTING = new Section(
            List.of(
                    required("pathPattern", PATH_PATTERN, "The requests that the container gets."),
                    required("pathHealthCheck", PATH, "The path that the health check asks for."),
                    optional(
                            "pathSmokeTest",
                            PATH,
                            "What a release asks the new version before any client does; without it, release.smoke.path, or else"
                                    + " the health check's path."),
                    optional(
                            "domain",
                            DOMAIN,
                            "Serves the load balancer by HTTPS under this name: in a public hosted zone of Route 53, a certificate is"
                                    + " requested and proved, and an alias record points to the load balancer; HTTP is redirected.")));

    /** One container. */
    static final Section CONTAINER = new Section(List.of(
            standard(
                    "src",
                    Text.of("(?!(.*/)?\\.\\.(/|$))[^/\\\\].*", 255, "a folder below the project"),
                    "service",
                    "The Maven module that is built."),
            optional(
                    "image",
                    Text.of(
                            "[a-z0-9][A-Za-z0-9._:/-]*(:(?!latest$)[A-Za-z0-9_][A-Za-z0-9_.-]*|@sha256:[0-9a-f]{64})",
                            512,
                            "an image reference with a tag other than latest, or with a digest"),
                    "An image that is already built, instead of src; it is copied from its registry once, so that another"
                            + " version needs another tag or digest. Docker's configuration logs in where that is needed."),
            required("routing", ROUTING, "Which requests the container gets."),
            required("compute", COMPUTE, "What runs it."),
            optional(
                    "environment",
                    new MapOf(
                            Text.of("[A-Za-z][A-Za-z0-9_]*", 255, "a name of letters, digits and underscores"),
                            ANY,
                            "environment variables"),
                    "Environment variables of the container.")));

    private ContainerKeys() {}
}
