package dev.provision.stack;

import dev.provision.aws.AwsConnection;
import dev.provision.aws.GivenStep;
import dev.provision.aws.Owner;
import dev.provision.aws.Together;
import dev.provision.aws.doctor.AccountCheck;
import dev.provision.aws.doctor.AccountCheck.OtherVpc;
import dev.provision.aws.doctor.BucketCheck;
import dev.provision.aws.doctor.Finding;
import dev.provision.aws.doctor.NetworkRights;
import dev.provision.aws.doctor.RoleRights;
import dev.provision.aws.doctor.VcpuCheck;
import dev.provision.aws.doctor.WayIn;
import dev.provision.aws.ecr.ImageSource;
import dev.provision.aws.ecs.ServiceShape;
import dev.provision.aws.ecs.ServiceView;
import dev.provision.aws.elb.Slot;
import dev.provision.aws.network.GivenSubnetStep;
import dev.provision.aws.network.SubnetId;
import dev.provision.aws.secrets.SecretSteps;
import dev.provision.config.Cidr;
import dev.provision.config.Container;
import dev.provision.config.Environment;
import dev.provision.config.SecretReference;
import dev.provision.config.Source;
import dev.provision.graph.ProvisionException.PermissionMissing;
import dev.provision.graph.StepGraph;
import dev.provision.graph.StepKey;
import dev.provision.release.ComputeKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What stands in an environment's way: before it is made, and when it does not answer. Makes nothing. */
public final class Doctor {
    private static final Set<String> SECRETS = Set.of("parameter", "secret");
    private final Environment environment;
    private final AwsConnection connection;
    private final StepGraph graph;
    private final Function<Container, ImageSource> images;
    private final Instant now;

    /**
     * @param graph of the environment
     * @param now until when metrics are read
     */
    Doctor(
            Environment environment,
            AwsConnection connection,
            StepGraph graph,
            Function<Container, ImageSource> images,
            Instant now) {
        this.environment = environment;
        this.connection = connection;
        this.graph = graph;
        this.images = images;
        this.now = now;
    }

    /** Whether it can be made: room and rights in the account, what others are to have made for it, and its images. */
    public List<Finding> beforehand() {
        List<Supplier<List<Finding>>> checks = new ArrayList<>();
        account(checks);
        brought(checks);
        images(checks);
        return findings(checks);
    }

    /** Whether it can be changed: room in the account, and what others have made for it is there and can be used. */
    public List<Finding> beforeChange() {
        List<Supplier<List<Finding>>> checks = new ArrayList<>();
        room(account(), checks);
        brought(checks);
        return findings(checks);
    }

    private static List<Finding> findings(List<Supplier<List<Finding>>> checks) {
        return Together.all(checks.stream().map(Doctor::orDenied).toList()).stream()
                .flatMap(List::stream)
                .toList();
    }

    private void brought(List<Supplier<List<Finding>>> checks) {
        secrets(checks);
        graph.steps(GivenStep.class).stream()
                .<GivenStep<?>>map(step -> step)
                .filter(step -> !SECRETS.contains(step.key().kind()))
                .forEach(step ->
                        checks.add(() -> List.of(given(step.key().toString(), key(step.key()), step.lacking()))));
        environment
                .deployment()
                .balancer()
                .accessLogs()
                .ifPresent(logs -> checks.add(() -> List.of(new BucketCheck(connection)
                        .finding(logs.bucket())
                        .about("deployment.awsAlb.accessLogs.bucket"))));
        environment.containers().forEach(container -> container
                .iam()
                .roleArn()
                .ifPresent(role -> checks.add(() -> List.of(new RoleRights(connection)
                        .passing(role, ComputePart.principal(ResourceNames.kind(container)))
                        .about(ComputePart.roleSetting(container))))));
    }

    /** Who may not even look is told so, and the other checks go on. */
    private static Supplier<List<Finding>> orDenied(Supplier<List<Finding>> check) {
        return () -> {
            try {
                return check.get();
            } catch (PermissionMissing denied) {
                return List.of(Finding.bad("rights", denied.getMessage() + "; " + denied.remedy()));
            }
        };
    }

    private AccountCheck account() {
        return new AccountCheck(connection, new Owner(environment.name(), environment.env(), environment.tags()));
    }

    private void account(List<Supplier<List<Finding>>> checks) {
        AccountCheck account = account();
        AccountNeeds needs = new AccountNeeds(environment);
        checks.add(() -> List.of(account.caller()));
        if (environment.deployment().vpc().isEmpty()) {
            checks.add(() -> {
                List<OtherVpc> others = account.otherVpcs();
                List<Finding> findings = new ArrayList<>(List.of(account.vpcs(others, 1)));
                overlap(others).ifPresent(findings::add);
                return findings;
            });
            checks.add(() ->
                    new NetworkRights(connection).findings(environment.network().cidr(), needs.addresses() > 0));
        }
        room(account, checks);
        if (needs.reserved() == 0 && !functions().isEmpty()) {
            checks.add(() -> account.fewInstances().stream().toList());
        }
    }

    /** What it needs of what the account has only so much of, and others use. */
    private void room(AccountCheck account, List<Supplier<List<Finding>>> checks) {
        AccountNeeds needs = new AccountNeeds(environment);
        if (environment.deployment().vpc().isEmpty() && needs.addresses() > 0) {
            checks.add(() -> List.of(account.addresses(needs.addresses()).about("network.natGateways")));
        }
        if (needs.mostTasksCpu() > 0) {
            VcpuCheck vcpus = new VcpuCheck(connection, new ResourceNames(environment).cluster(), now);
            checks.add(() -> List.of(
                    vcpus.finding(needs.fewestTasksCpu(), needs.mostTasksCpu()).about(needs.mostTasksKey())));
        }
        if (needs.reserved() > 0) {
            checks.add(() ->
                    List.of(account.concurrency(needs.reserved(), functions()).about(needs.mostReservedKey())));
        }
    }

    /** Each with its aliases. */
    private Map<String, List<String>> functions() {
        List<String> aliases = Stream.of(Slot.values()).map(Slot::word).toList();
        return environment.containers().stream()
                .filter(container -> ResourceNames.kind(container) == ComputeKind.LAMBDA)
                .collect(Collectors.toUnmodifiableMap(new ResourceNames(environment)::function, _ -> aliases));
    }

    /** AWS has nothing against it, as long as the networks have nothing to do with each other. */
    private Optional<Finding> overlap(List<OtherVpc> others) {
        String range = environment.network().cidr();
        List<String> same = others.stream()
                .filter(other -> other.ranges().stream().anyMatch(text -> overlap(range, text)))
                .map(OtherVpc::id)
                .toList();
        return same.isEmpty()
                ? Optional.empty()
                : Optional.of(Finding.note(
                                "range of the network",
                                range + " overlaps that of " + String.join(", ", same)
                                        + ": these networks can never be peered; where they are to be, choose another"
                                        + " range now, for it cannot be changed later")
                        .about("network.cidr"));
    }

    private static boolean overlap(String one, String other) {
        return Cidr.parse(one)
                .flatMap(range -> Cidr.parse(other).map(range::overlaps))
                .orElse(false);
    }

    /** Whether the secrets are there that containers are given. */
    private void secrets(List<Supplier<List<Finding>>> checks) {
        SecretSteps steps = new SecretSteps(connection);
        StepKey key = new StepKey("secret", "looked-up");
        Set<SecretReference> seen = new HashSet<>();
        environment.containers().forEach(container -> new TreeMap<>(container.secrets()).forEach((name, from) -> {
            if (seen.add(from)) {
                GivenStep<?> step =
                        switch (from) {
                            case SecretReference.Parameter(String stored) -> steps.parameter(key, stored);
                            case SecretReference.Secret(String stored, var _) -> steps.secret(key, stored);
                        };
                checks.add(() -> List.of(
                        given(from.text(), Optional.of(path(container) + ".environment." + name), step.lacking())));
            }
        }));
    }

    private static Finding given(String what, Optional<String> key, Optional<String> lacking) {
        Finding finding = lacking.map(why -> Finding.bad(what, why)).orElseGet(() -> Finding.good(what, "is there"));
        return key.map(finding::about).orElse(finding);
    }

    /** The key of the configuration that a step is there for. */
    private Optional<String> key(StepKey step) {
        return switch (step.kind()) {
            case "existing-vpc", "existing-subnet" -> Optional.of("deployment.awsVpc");
            case "topic" -> Optional.of("alarms.topicArn");
            case "existing-certificate" -> Optional.of("deployment.awsAlb.certificateArn");
            case "existing-web-acl" -> Optional.of("deployment.awsAlb.wafAclArn");
            case "existing-role" ->
                container(container -> step.name().startsWith(container.name() + "-"))
                        .map(ComputePart::roleSetting);
            case "hosted-zone" ->
                container(container -> container.routing().domain().equals(Optional.of(step.name())))
                        .map(container -> path(container) + ".routing.domain");
            default -> Optional.empty();
        };
    }

    private Optional<Container> container(Predicate<Container> which) {
        return environment.containers().stream().filter(which).findFirst();
    }

    private void images(List<Supplier<List<Finding>>> checks) {
        Set<Source> seen = new HashSet<>();
        environment.containers().stream()
                .filter(container -> seen.add(container.source()))
                .forEach(container -> checks.add(() -> image(container, images.apply(container))));
    }

    private static List<Finding> image(Container container, ImageSource image) {
        return image.lacking().map(why -> Finding.bad("image", why).about(imageKey(container, image))).stream()
                .toList();
    }

    private static String imageKey(Container container, ImageSource image) {
        return switch (container.source()) {
            case Source.Module _ -> image.contentTag().isEmpty() ? path(container) + ".src" : "image.base";
            case Source.Image _ -> path(container) + ".image";
        };
    }

    private static String path(Container container) {
        return "containers." + container.name();
    }

    /** Each hop of a request from the internet to the routes. */
    public List<Finding> wayIn() {
        ResourceNames names = new ResourceNames(environment);
        return new WayIn(connection)
                .hops(
                        names.loadBalancer(),
                        environment.https() ? 443 : 80,
                        tasks(names),
                        environment.containers().stream()
                                .map(container -> container.routing().pathPattern())
                                .toList());
    }

    /** As ECS has them, whatever the configuration says. */
    private WayIn.Tasks tasks(ResourceNames names) {
        ServiceView services = new ServiceView(connection);
        List<ServiceShape> found = environment.containers().stream()
                .filter(container -> ResourceNames.kind(container) == ComputeKind.FARGATE)
                .flatMap(container -> names.services(container).stream())
                .flatMap(service -> services.shape(names.cluster(), service).stream())
                .toList();
        return new WayIn.Tasks(
                SecurityPart.SERVICE_PORT,
                environment.prefix() + "-" + SecurityPart.Side.FARGATE.word(),
                subnets(found.stream()),
                Set.copyOf(subnets(found.stream().filter(service -> !service.publicAddress()))),
                environment.region(),
                services());
    }

    /**
     * What the tasks must reach to start, the stores of their secrets too. On Fargate they do without endpoints of ECS.
     */
    private List<String> services() {
        return Stream.concat(
                        GivenSubnetStep.NEEDED.stream(),
                        environment.containers().stream()
                                .filter(container -> ResourceNames.kind(container) == ComputeKind.FARGATE)
                                .flatMap(container -> container.secrets().values().stream())
                                .map(secret -> switch (secret) {
                                    case SecretReference.Parameter _ -> "ssm";
                                    case SecretReference.Secret _ -> "secretsmanager";
                                })
                                .distinct()
                                .sorted())
                .toList();
    }

    private static List<SubnetId> subnets(Stream<ServiceShape> services) {
        return services.flatMap(service -> service.subnets().stream())
                .distinct()
                .sorted(Comparator.comparing(SubnetId::value))
                .toList();
    }
}
