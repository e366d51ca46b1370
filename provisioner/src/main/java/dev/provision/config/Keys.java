package dev.provision.config;

import static dev.provision.config.Key.optional;
import static dev.provision.config.Key.required;
import static dev.provision.config.Key.standard;

import dev.provision.config.Kind.ListOf;
import dev.provision.config.Kind.MapOf;
import dev.provision.config.Kind.Numbers;
import dev.provision.config.Kind.OneOf;
import dev.provision.config.Kind.Section;
import dev.provision.config.Kind.Text;
import dev.provision.config.Kind.Whole;
import java.util.List;

/** Every key there is: what it means, what it takes, what holds without it. Validation and the JSON schema read it. */
final class Keys {
    static final Text NAME = Text.of(
            "[a-z]([a-z0-9-]*[a-z0-9])?",
            40,
            "lower-case letters, digits and dashes, starting with a letter, 40 characters at most");
    private static final Text CIDR = Text.of("\\d{1,3}(\\.\\d{1,3}){3}/\\d{1,2}", 18, "a range such as 10.0.1.0/24");
    private static final Text PATH = Text.of("/[!-~]*", 1024, "a path that starts with /");

    // Elastic Load Balancing, "Path conditions": these characters and the wildcards * and ?, 128 at most.
    private static final Text PATH_PATTERN = Text.of(
            "/[A-Za-z0-9_.$/~\"'@:+&()!,;=%*?-]*",
            128, "a path pattern such as /api/*, 128 characters at most, with the wildcards * and ?");
    private static final Text ANY = Text.of(".*", 4096, "a text");

    // CloudWatch Logs API reference, PutRetentionPolicy.
    private static final Numbers RETENTION = new Numbers(List.of(
            1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653));

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
            standard("minInstances", new Whole(0, 5000), "1", "Tasks at least."),
            standard("maxInstances", new Whole(1, 5000), "10", "Tasks at most."),
            optional("autoScaling", AUTO_SCALING, "When tasks are added and removed.")));

    private static final Section IAM = new Section(List.of(
            optional(
                    "roleArn",
                    Text.of("arn:aws[a-z-]*:iam::\\d{12}:role/.+", 2048, "the ARN of a role"),
                    "An existing role that is used instead of a created one."),
            optional(
                    "customPolicy",
                    new Kind.Json("a policy document, or a list of statements"),
                    "Statements that are added to the created role.")));

    private static final Section COMPUTE = new Section(List.of(
            required("type", new OneOf(List.of("awsLambda", "awsFargateEcs")), "What runs the container."),
            optional("awsLambda", LAMBDA, "The function, where the type is awsLambda."),
            optional("awsFargateEcs", FARGATE, "The service, where the type is awsFargateEcs."),
            optional("awsIam", IAM, "Rights of the function or task.")));

    private static final Section ROUTING = new Section(List.of(
            required("pathPattern", PATH_PATTERN, "The requests that the container gets."),
            required("pathHealthCheck", PATH, "The path that the health check asks for.")));

    private static final Section CONTAINER = new Section(List.of(
            standard(
                    "src",
                    Text.of("[^/\\\\].*", 255, "a folder below the project"),
                    "service",
                    "The Maven module that is built."),
            required("routing", ROUTING, "Which requests the container gets."),
            required("compute", COMPUTE, "What runs it."),
            optional(
                    "environment",
                    new MapOf(
                            Text.of("[A-Za-z][A-Za-z0-9_]*", 255, "a name of letters, digits and underscores"),
                            ANY,
                            "environment variables"),
                    "Environment variables of the container.")));

    private static final Section NETWORK = new Section(List.of(
            standard("cidr", CIDR, "10.0.0.0/16", "The range of the VPC."),
            standard(
                    "publicSubnets",
                    new ListOf(CIDR),
                    "10.0.1.0/24 10.0.2.0/24",
                    "The ranges of the public subnets, one for each availability zone."),
            standard(
                    "privateSubnets",
                    new ListOf(CIDR),
                    "10.0.10.0/24 10.0.11.0/24",
                    "The ranges of the private subnets, one for each availability zone."),
            standard(
                    "natGateways",
                    new OneOf(List.of("perAz", "single", "none")),
                    "perAz",
                    "How many ways out the private subnets get.")));

    private static final Section IMAGE = new Section(List.of(
            optional(
                    "base",
                    Text.of("[a-z0-9][A-Za-z0-9._/:@-]*", 255, "an image reference, or scratch"),
                    "The base image; scratch where the cloud brings the C library."),
            optional(
                    "architecture",
                    new OneOf(List.of("x86_64", "arm64")),
                    "The CPU that runs the image; without it, that of this machine.")));

    private static final Section LOCAL = new Section(List.of(
            standard("port", new Whole(1, 65_535), "4566", "The port of the local cloud's AWS endpoint."),
            standard(
                    "portOffset",
                    new Whole(1024, 60_000),
                    "8000",
                    "Added to the listener ports of a load balancer: 8000 makes 80 appear at 8080.")));

    /** The whole file. */
    static final Section ROOT = new Section(List.of(
            required("name", NAME, "The name of the service; every resource's name starts with it."),
            required(
                    "region",
                    Text.of("[a-z]{2}(-[a-z]+)+-\\d", 25, "an AWS region such as eu-west-2"),
                    "The AWS region."),
            standard("cloud", new OneOf(List.of("aws", "local")), "aws", "Where the environment is created."),
            optional("local", LOCAL, "The local cloud."),
            optional("network", NETWORK, "The network that is created."),
            optional("image", IMAGE, "How images are built."),
            standard("logRetention", RETENTION, "14", "Days that logs are kept."),
            optional(
                    "tags",
                    new MapOf(
                            Text.of(
                                    "(?!aws:|provision:)[\\p{L}\\p{N} _.:/=+@-]+",
                                    128,
                                    "a tag key that does not start with aws: or provision:"),
                            Text.of("[\\p{L}\\p{N} _.:/=+@-]*", 256, "a tag value of 256 characters at most"),
                            "tags"),
                    "Further tags on every resource."),
            required(
                    "containers",
                    new MapOf(
                            Text.of(
                                    "[a-z]([a-z0-9-]*[a-z0-9])?",
                                    20,
                                    "lower-case letters, digits and dashes, 20 characters at most"),
                            CONTAINER,
                            "at least one container"),
                    "The routes of the service and what runs them.")));

    private Keys() {}
}
