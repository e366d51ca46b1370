package dev.provision.stack;

import dev.provision.aws.AwsConnection;
import dev.provision.aws.Lazy;
import dev.provision.aws.Owner;
import dev.provision.aws.acm.CertificateTrust;
import dev.provision.aws.ecr.ImageSource;
import dev.provision.aws.ecs.TaskShell;
import dev.provision.aws.elb.BalancerLook;
import dev.provision.aws.elb.LoadBalancerStep;
import dev.provision.aws.iam.PolicyDocument;
import dev.provision.aws.iam.RoleSteps;
import dev.provision.aws.ssm.AppliedStore;
import dev.provision.aws.ssm.EnvironmentLock;
import dev.provision.aws.ssm.Held;
import dev.provision.aws.ssmmessages.Session;
import dev.provision.aws.tagging.TaggedResources.Found;
import dev.provision.config.Cloud;
import dev.provision.config.Container;
import dev.provision.config.Environment;
import dev.provision.graph.Sleeper;
import dev.provision.graph.StepGraph;
import dev.provision.graph.StepKey;
import dev.provision.image.Revision;
import dev.provision.release.Releases;
import dev.provision.release.Rollback;
import dev.provision.release.RoutePlan;
import dev.provision.release.RouteReader;
import dev.provision.release.RouteStates;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * One environment: the graph of its steps, and what there is of it. A new stack is composed as if nothing existed, and making
 * it makes no call; {@link #current} and everything else asks the cloud and may throw
 * {@link dev.provision.graph.ProvisionException}.
 */
public final class Stack {
    private final Environment environment;
    private final AwsConnection connection;
    private final Owner owner;
    private final Function<Container, ImageSource> images;
    private final Consumer<String> progress;
    private final RouteStates states;
    private final List<RoutePlan> plans;
    private final SharedReads reads;
    private final Supplier<Blueprint> blueprint;

    private Stack(
            Environment environment,
            AwsConnection connection,
            Function<Container, ImageSource> images,
            Consumer<String> progress,
            RouteStates states,
            SharedReads reads,
            Set<StepKey> former,
            Function<ReleaseParts, List<RoutePlan>> plans) {
        this.environment = environment;
        this.connection = connection;
        this.owner = owner(environment);
        this.images = images;
        this.progress = progress;
        this.states = states;
        this.reads = reads;
        this.plans = plans.apply(parts());
        this.blueprint = new Lazy<>(
                () -> Blueprint.of(environment, connection, owner, this.plans, images, progress, reads, former));
    }

    /** {@link #of(Environment, Path, Consumer)}, telling nobody. */
    public static Stack of(Environment environment, Path home) {
        return of(environment, home, line -> {});
    }

    /**
     * The stack of an environment, with images made from the modules of a project, or copied.
     *
     * @param home the folder of the project
     * @param progress told what the build of an image is doing, a line at a time
     */
    public static Stack of(Environment environment, Path home, Consumer<String> progress) {
        return of(environment, new ProjectImages(environment, home), progress, Sleeper.system());
    }

    /**
     * The stack of an environment.
     *
     * @param images the image of a container's module
     * @param sleeper lets time pass between repeated calls
     */
    public static Stack of(
            Environment environment,
            Function<Container, ImageSource> images,
            Consumer<String> progress,
            Sleeper sleeper) {
        return fresh(environment, connection(environment, sleeper), images, progress);
    }

    private static Stack fresh(
            Environment environment,
            AwsConnection connection,
            Function<Container, ImageSource> images,
            Consumer<String> progress) {
        return new Stack(
                environment,
                connection,
                images,
                progress,
                RouteStates.none(),
                SharedReads.of(connection, owner(environment)),
                Set.of(),
                ReleaseParts::fresh);
    }

    /** The same environment for a command that changes nothing: a question that several of its parts have is asked once. */
    public Stack looking() {
        return fresh(environment, connection.looking(), images, progress);
    }

    private static Owner owner(Environment environment) {
        return new Owner(environment.name(), environment.env(), environment.tags());
    }

    private static AwsConnection connection(Environment environment, Sleeper sleeper) {
        return switch (environment.cloud()) {
            case Cloud.Aws() -> AwsConnection.aws(environment.region(), sleeper);
            case Cloud.Local local -> AwsConnection.at(local.endpoint(), environment.region(), sleeper);
        };
    }

    /**
     * The same environment, composed upon what its routes are doing now: what serves is left alone where a new version is
     * to take over from it.
     *
     * @param now the time, by which slots are kept warm
     */
    public Stack current(Instant now) {
        return seeing(images, (parts, live) -> parts.plans(live, images, now));
    }

    /** The same environment, composed upon what its routes are doing now, with no new version. */
    public Stack held(Instant now) {
        return seeing(_ -> new LatestImage(), (parts, live) -> parts.held(live, now));
    }

    /**
     * The same environment, composed upon what its routes are doing now, with earlier versions coming back.
     *
     * @param wanted the routes that get one back, and what
     */
    public Stack again(Rollback.Return wanted, Instant now) {
        return seeing(_ -> new LatestImage(), (parts, live) -> parts.again(live, wanted, now));
    }

    private Stack seeing(
            Function<Container, ImageSource> from, BiFunction<ReleaseParts, RouteStates, List<RoutePlan>> plans) {
        RouteReader reader = parts().reader();
        BalancerLook seen = reader.look();
        RouteStates live = reader.states(seen);
        return composed(environment, Set.of(), from, live, Optional.of(seen), parts -> plans.apply(parts, live));
    }

    /** The same environment with everything that it may ever have had, for what deletes it all. */
    public Stack whole() {
        return whole(environment, Set.of());
    }

    /** @param former the keys of certificates for other domains than the configured ones */
    private Stack whole(Environment of, Set<StepKey> former) {
        return composed(of, former, images, RouteStates.none(), Optional.empty(), ReleaseParts::whole);
    }

    private Stack composed(
            Environment of,
            Set<StepKey> former,
            Function<Container, ImageSource> from,
            RouteStates live,
            Optional<BalancerLook> seen,
            Function<ReleaseParts, List<RoutePlan>> plans) {
        return new Stack(of, connection, from, progress, live, reads.anew(connection, owner, seen), former, plans);
    }

    private ReleaseParts parts() {
        return new ReleaseParts(environment, connection, owner, reads.parameters());
    }

    /**
     * Looks for credentials, so that their absence is said once and before any call.
     *
     * @throws dev.provision.graph.ProvisionException.CredentialsMissing if there are none
     */
    public void requireCredentials() {
        connection.requireCredentials();
    }

    /** What stands in the environment's way, at an instant. */
    public Doctor doctor(Instant now) {
        return new Doctor(environment, connection, graph(), images, now);
    }

    /** What whoever runs provision for this environment must be allowed, as an IAM policy; makes no call. */
    public PolicyDocument operatorPolicy() {
        return new OperatorPolicy(environment).document(whole().graph());
    }

    /** What lets one operation on the environment run at a time. */
    public EnvironmentLock lock(Clock clock, Sleeper sleeper) {
        return new EnvironmentLock(connection, owner, clock, sleeper);
    }

    /** Who holds that, for one who only looks. */
    public Optional<Held> lockHolder() {
        return reads.parameters().lock();
    }

    /** What the last {@code up} applied. */
    public AppliedStore applied() {
        return new AppliedStore(reads.parameters());
    }

    /**
     * The steps of what AWS has of the environment and its configuration no longer names, as things that are to go; empty if
     * there is nothing of that kind.
     */
    public Optional<StepGraph> surplus() {
        return new Surplus(environment, Surplus.known(environment, reads))
                .graph(graph().keys(), (of, former) -> whole(of, former).graph());
    }

    /** This stack with everything that AWS has of it, whether the configuration still names it or not: for a teardown. */
    public Stack covering() {
        List<Found> found = Surplus.known(environment, reads.anew(connection, owner, Optional.empty()));
        new RoleSteps(connection, owner).keys().forEach(key -> found.add(new Found(key, key.name())));
        return whole(
                new Ghosts(environment, found).covering(),
                CertificatePart.former(
                        environment, found.stream().map(Found::key).toList()));
    }

    /** The steps, with the live resources of the runs that were made with it. */
    public StepGraph graph() {
        return blueprint.get().graph();
    }

    /** What the routes were doing when this was composed. */
    public RouteStates states() {
        return states;
    }

    /** What is to be done about the slots of the routes. */
    public List<RoutePlan> plans() {
        return plans;
    }

    /** @param home the folder of the project, whose commit is noted */
    public Releases releases(Clock clock, Path home) {
        return parts().releases(clock, Revision.of(home).orElse(""), container -> blueprint
                .get()
                .candidate(container));
    }

    /** Where the routes can be called; none while there is no load balancer. */
    public List<Endpoint> endpoints() {
        StatusReader reader = statusReader();
        Optional<String> dnsName = blueprint
                .get()
                .loadBalancer()
                .live()
                .map(LoadBalancerStep.Live::dnsName)
                .or(reader::dnsName);
        return reader.endpoints(dnsName);
    }

    /** What clients of the endpoints trust, where these are HTTPS; asks for the certificate. */
    public Optional<SSLContext> trust() {
        return CertificatePart.trust(environment, connection, owner).map(CertificateTrust::context);
    }

    /**
     * What the environment is doing, with the metrics of the last hour.
     *
     * @param now the end of that hour
     * @param beside answers {@link #besideRoutes}, for which others may have asked earlier
     */
    public StatusReport status(Instant now, Supplier<BesideRoutes> beside) {
        return statusReader().read(now, beside);
    }

    /** What a status tells that needs no look at the load balancer. */
    public BesideRoutes besideRoutes() {
        return statusReader().beside();
    }

    /** The address that alarms write to, once the steps were looked at; empty where there is none. */
    public Optional<AlarmMail> alarmMail() {
        return environment.alarms().email().flatMap(blueprint.get().notices()::mail);
    }

    private StatusReader statusReader() {
        return new StatusReader(environment, connection, parts().history(), reads.parameters()::lock, reads.look());
    }

    /** How many requests the routes have had in the time before {@code now}; a minute to 15 days. */
    public List<RouteTraffic> traffic(Instant now, Duration span) {
        return new TrafficReader(environment, connection).read(now, span);
    }

    /**
     * The logs of containers, on the computes that they have or had.
     *
     * @param containers their names; empty for all
     */
    public LogTail logs(Set<String> containers) {
        return LogTail.of(environment, connection, containers);
    }

    /** Starts a command in a running task of a container on Fargate. */
    public Session exec(Container container, String command) {
        ResourceNames names = new ResourceNames(environment);
        return new TaskShell(connection).start(names.cluster(), names.services(container), container.name(), command);
    }

    /** Whether there is anything of the environment. */
    public boolean exists() {
        return !sweep().isEmpty();
    }

    /**
     * Everything that the environment has, by tag and by name: what a teardown would delete, or has left behind. Each with
     * its kind and its id or name.
     */
    public List<String> sweep() {
        return new Leftovers(environment, connection, owner).all();
    }
}
