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
    /** What {@code extends} names. */
    static final Text LAYER = Text.of("_?[a-z0-9-]+", 64, "the name of a file in the same folder, without .yaml");

    private static final Text SUBNET_ID =
            Text.of("subnet-[0-9a-f]{8,17}", 24, "the id of a subnet such as subnet-0123456789abcdef0");
    private static final Text CIDR = Text.of("\\d{1,3}(\\.\\d{1,3}){3}/\\d{1,2}", 18, "a range such as 10.0.1.0/24");
    // CloudWatch Logs API reference, PutRetentionPolicy.
    private static final Numbers RETENTION = new Numbers(List.of(
            1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653));

    private static final Section NETWORK = new Section(List.of(
            standard("cidr", CIDR, "10.0.0.0/16", "The range of the VPC."),
            standard("availabilityZones", new Whole(2, 6), "2", "How many availability zones the subnets are in."),
            optional(
                    "publicSubnets",
                    new ListOf(CIDR),
                    "The ranges of the public subnets, one for each availability zone; without it, cut from cidr:"
                            + " 10.0.1.0/24, 10.0.2.0/24, …"),
            optional(
                    "privateSubnets",
                    new ListOf(CIDR),
                    "The ranges of the private subnets, one for each availability zone; without it, cut from cidr:"
                            + " 10.0.10.0/24, 10.0.11.0/24, …"),
            standard(
                    "natGateways",
                    new OneOf(List.of("perAz", "single", "none")),
                    "perAz",
                    "NAT gateways, the ways out of the private subnets. With none, functions reach nothing outside the"
                            + " network, and tasks run in the public subnets, each with a public address.")));

    private static final Section IMAGE = new Section(List.of(
            optional(
                    "base",
                    Text.of("[a-z0-9][A-Za-z0-9._/:@-]*", 255, "an image reference, or scratch"),
                    "The base image; scratch where the cloud brings the C library."),
            optional(
                    "architecture",
                    new OneOf(List.of("x86_64", "arm64")),
                    "The CPU that runs the image; without it, that of this machine.")));

    private static final Section VPC = new Section(List.of(
            required(
                    "id",
                    Text.of("vpc-[0-9a-f]{8,17}", 21, "the id of a VPC such as vpc-0123456789abcdef0"),
                    "The VPC."),
            required("publicSubnets", new ListOf(SUBNET_ID), "Subnets for the load balancer, in two zones at least."),
            required("privateSubnets", new ListOf(SUBNET_ID), "Subnets for functions and tasks, with a way out.")));

    private static final Section ACCESS_LOGS = new Section(List.of(
            required(
                    "bucket",
                    Text.of("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", 63, "the name of an S3 bucket"),
                    "An existing bucket in the region, whose policy lets the load balancer write."),
            standard(
                    "prefix",
                    Text.of("[^/].*[^/]|[^/]?", 255, "a text that neither starts nor ends with /"),
                    "",
                    "What the objects' names start with.")));

    private static final Section ALB = new Section(List.of(
            optional(
                    "certificateArn",
                    Text.of(
                            "arn:aws[a-z-]*:acm:[a-z0-9-]+:\\d{12}:certificate/.+",
                            2048,
                            "the ARN of a certificate in ACM"),
                    "An existing certificate: HTTPS is served with it, and HTTP redirected."),
            optional(
                    "wafAclArn",
                    Text.of(
                            "arn:aws[a-z-]*:wafv2:[a-z0-9-]+:\\d{12}:regional/webacl/.+",
                            2048,
                            "the ARN of a regional web ACL of WAF"),
                    "An existing web ACL, which filters the requests."),
            standard("idleTimeout", new Whole(1, 4000), "60", "Seconds after which a silent connection is closed."),
            optional("accessLogs", ACCESS_LOGS, "Writes every request down.")));

    private static final Section DEPLOYMENT = new Section(List.of(
            optional(
                    "awsVpc",
                    VPC,
                    "An existing network, instead of the one that network describes; it is checked, never changed, never"
                            + " deleted."),
            optional("awsAlb", ALB, "Settings of the load balancer.")));

    private static final Section LOCAL = new Section(List.of(
            standard("port", new Whole(1, 65_535), "4566", "The port of the local cloud's AWS endpoint."),
            standard(
                    "portOffset",
                    new Whole(1024, 60_000),
                    "8000",
                    "Added to the listener ports of a load balancer: 8000 makes 80 appear at 8080.")));

    private static final Section ALARMS = new Section(List.of(
            optional(
                    "topicArn",
                    Text.of("arn:aws[a-z-]*:sns:[a-z0-9-]+:\\d{12}:[A-Za-z0-9_-]+", 2048, "the ARN of a topic of SNS"),
                    "An existing topic that is told."),
            optional(
                    "email",
                    Text.of("[^@\\s]+@[^@\\s]+", 320, "an e-mail address"),
                    "An address that is told: a topic is created for it, and SNS asks it to confirm.")));

    /** The whole file. */
    static final Section ROOT = new Section(List.of(
            required("name", NAME, "The name of the service; every resource's name starts with it."),
            required(
                    "region",
                    Text.of("[a-z]{2}(-[a-z]+)+-\\d", 25, "an AWS region such as eu-west-2"),
                    "The AWS region."),
            standard("cloud", new OneOf(List.of("aws", "local")), "aws", "Where the environment is created."),
            optional(
                    "extends",
                    LAYER,
                    "The file that this one is read over, itself over application.yaml; not in application.yaml."),
            optional("local", LOCAL, "The local cloud."),
            optional("network", NETWORK, "The network that is created."),
            optional("deployment", DEPLOYMENT, "What the environment is put into and has in front of it."),
            optional("image", IMAGE, "How images are built."),
            optional("release", ReleaseKeys.RELEASE, "How a new version takes over from the one that serves."),
            optional("alarms", ALARMS, "Whom alarms tell when they go off and when they are good again."),
            standard("logRetention", RETENTION, "14", "Days that logs are kept."),
            optional(
                    "tags",
                    new MapOf(
                            Text.of(
                                    "(?!aws:|provision:|Name$)[\\p{L}\\p{N} _.:/=+@-]+",
                                    128,
                                    "letters, digits, spaces and _ . : / = + @ -, not Name, and neither aws: nor provision: at"
                                            + " the start"),
                            Text.of(
                                    "[\\p{L}\\p{N} _.:/=+@-]*",
                                    256,
                                    "letters, digits, spaces and _ . : / = + @ -, 256 characters at most"),
                            "tags"),
                    "Further tags on every resource."),
            required(
                    "containers",
                    new MapOf(
                            Text.of(
                                    "[a-z]([a-z0-9-]*[a-z0-9])?",
                                    20,
                                    "lower-case letters, digits and dashes, 20 characters at most"),
                            ContainerKeys.CONTAINER,
                            "at least one container"),
                    "The routes of the service and what runs them.")));

    private Keys() {}
}
