package dev.provision.config;

import dev.provision.config.ImageSettings.Architecture;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/** Turns checked values into records. */
final class EnvironmentReader {
    private static final String AWS_BASE = "gcr.io/distroless/base-debian12";
    private final Values root;
    private final String env;
    private final Architecture host;

    /** @param host of the machine that this runs on, for images that do not say theirs */
    EnvironmentReader(Values root, String env, Architecture host) {
        this.root = root;
        this.env = env;
        this.host = host;
    }

    Environment environment() {
        return new Environment(
                root.text("name"),
                env,
                root.text("region"),
                cloud(),
                network(root.section("network")),
                root.sections("containers").stream().map(this::container).toList(),
                image(root.section("image")),
                ReleaseReader.release(root.section("release")),
                root.whole("logRetention"),
                root.texts("tags"),
                alarms(root.section("alarms")),
                deployment(root.section("deployment")));
    }

    private static Alarms alarms(Values alarms) {
        return new Alarms(alarms.written("topicArn"), alarms.written("email"));
    }

    private static Deployment deployment(Values deployment) {
        Values vpc = deployment.section("awsVpc");
        Values balancer = deployment.section("awsAlb");
        Values logs = balancer.section("accessLogs");
        return new Deployment(
                deployment
                        .tree("awsVpc")
                        .map(_ -> new AwsVpc(vpc.text("id"), vpc.list("publicSubnets"), vpc.list("privateSubnets"))),
                new AwsAlb(
                        balancer.written("certificateArn"),
                        balancer.written("wafAclArn"),
                        balancer.whole("idleTimeout"),
                        balancer.tree("accessLogs")
                                .map(_ -> new AwsAlb.AccessLogs(logs.text("bucket"), logs.text("prefix")))));
    }

    private Cloud cloud() {
        Values local = root.section("local");
        return switch (root.text("cloud")) {
            case "local" ->
                new Cloud.Local(URI.create("http://127.0.0.1:" + local.whole("port")), local.whole("portOffset"));
            default -> new Cloud.Aws();
        };
    }

    private static Network network(Values network) {
        Network.NatGateways nat =
                switch (network.text("natGateways")) {
                    case "single" -> Network.NatGateways.SINGLE;
                    case "none" -> Network.NatGateways.NONE;
                    default -> Network.NatGateways.PER_AZ;
                };
        return new Network(
                network.text("cidr"), SubnetRanges.PUBLIC.in(network), SubnetRanges.PRIVATE.in(network), nat);
    }

    private ImageSettings image(Values image) {
        Optional<String> standard =
                switch (cloud()) {
                    case Cloud.Local _ -> Optional.empty();
                    case Cloud.Aws _ -> Optional.of(AWS_BASE);
                };
        Optional<String> base = image.written("base").or(() -> standard).filter(name -> !name.equals("scratch"));
        Architecture architecture = image.written("architecture")
                .map(name -> Architecture.valueOf(name.toUpperCase(Locale.ROOT)))
                .orElse(host);
        return new ImageSettings(base, architecture);
    }

    private Container container(Values container) {
        Values routing = container.section("routing");
        Values compute = container.section("compute");
        return new Container(
                container.name(),
                source(container),
                new Routing(
                        routing.text("pathPattern"),
                        routing.text("pathHealthCheck"),
                        routing.written("pathSmokeTest"),
                        routing.written("domain")),
                compute.text("type").equals("awsLambda")
                        ? lambda(compute.section("awsLambda"))
                        : fargate(compute.section("awsFargateEcs")),
                iam(compute.section("awsIam")),
                variables(container, value -> Optional.of(value).filter(text -> !SecretReference.mentioned(text))),
                variables(container, SecretReference::parse));
    }

    private static Source source(Values container) {
        return container
                .written("image")
                .<Source>map(Source.Image::new)
                .orElseGet(() -> new Source.Module(container.text("src")));
    }

    /** The environment variables that {@code kind} knows what to do with. */
    private static <V> Map<String, V> variables(Values container, Function<String, Optional<V>> kind) {
        Map<String, V> variables = new HashMap<>();
        container.texts("environment").forEach((name, value) -> kind.apply(value)
                .ifPresent(known -> variables.put(name, known)));
        return variables;
    }

    private static AwsLambda lambda(Values lambda) {
        OptionalInt reserved = lambda.writtenWhole("reservedConcurrency");
        return new AwsLambda(
                lambda.whole("memory"), lambda.whole("timeout"), reserved, lambda.whole("provisionedConcurrency"));
    }

    private static AwsFargateEcs fargate(Values fargate) {
        Values scaling = fargate.section("autoScaling");
        return new AwsFargateEcs(
                fargate.whole("cpu"),
                fargate.whole("memory"),
                fargate.whole("minInstances"),
                fargate.whole("maxInstances"),
                new AutoScaling(
                        AutoScaling.Policy.valueOf(scaling.text("policy").toUpperCase(Locale.ROOT)),
                        scaling.whole("targetCpuUtilization"),
                        scaling.whole("targetMemoryUtilization")),
                fargate.flag("enableExecuteCommand"));
    }

    private static AwsIam iam(Values iam) {
        List<String> statements =
                iam.tree("customPolicy").map(EnvironmentReader::statements).orElse(List.of());
        return new AwsIam(iam.written("roleArn"), statements);
    }

    /** A list of statements, a whole policy document, or one statement. */
    private static List<String> statements(Tree policy) {
        return switch (policy) {
            case Tree.Items list -> list.items().stream().map(Json::of).toList();
            case Tree.Entries document
            when document.get("Statement").isPresent() ->
                statements(document.get("Statement").get());
            case Tree other -> List.of(Json.of(other));
        };
    }

    static Architecture hostArchitecture(Map<String, String> properties) {
        String arch = properties.getOrDefault("os.arch", "");
        return arch.equals("amd64") || arch.equals("x86_64") ? Architecture.X86_64 : Architecture.ARM64;
    }
}
