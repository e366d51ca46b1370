package dev.provision.localcloud;

import dev.provision.localcloud.access.CallerRights;
import dev.provision.localcloud.access.SessionRights;
import dev.provision.localcloud.acm.Acm;
import dev.provision.localcloud.acm.LocalAuthority;
import dev.provision.localcloud.autoscaling.ApplicationAutoScaling;
import dev.provision.localcloud.balancer.Balancer;
import dev.provision.localcloud.cloudwatch.CloudWatch;
import dev.provision.localcloud.console.Console;
import dev.provision.localcloud.ec2.Ec2;
import dev.provision.localcloud.ecr.ContainerRegistry;
import dev.provision.localcloud.ecr.RegistryRights;
import dev.provision.localcloud.ecs.Ecs;
import dev.provision.localcloud.ecs.SecretValues;
import dev.provision.localcloud.elb.Elb;
import dev.provision.localcloud.iam.Iam;
import dev.provision.localcloud.lambda.Lambda;
import dev.provision.localcloud.logs.LogService;
import dev.provision.localcloud.route53.Route53;
import dev.provision.localcloud.runtime.ProcessRuntime;
import dev.provision.localcloud.s3.S3;
import dev.provision.localcloud.secretsmanager.SecretsService;
import dev.provision.localcloud.servicequotas.ServiceQuotas;
import dev.provision.localcloud.sns.Sns;
import dev.provision.localcloud.ssm.ParameterStore;
import dev.provision.localcloud.ssmmessages.Sessions;
import dev.provision.localcloud.state.Account;
import dev.provision.localcloud.state.ControlPlane;
import dev.provision.localcloud.state.Propagation;
import dev.provision.localcloud.state.Quota;
import dev.provision.localcloud.state.TaggedResource;
import dev.provision.localcloud.state.TaggedResources;
import dev.provision.localcloud.sts.Sts;
import dev.provision.localcloud.tagging.Tagging;
import dev.provision.localcloud.time.Latency;
import dev.provision.localcloud.time.RunningTime;
import dev.provision.localcloud.wafv2.Waf;
import dev.provision.localcloud.wire.Authorization;
import dev.provision.localcloud.wire.AwsService;
import dev.provision.localcloud.wire.HttpRoutes;
import dev.provision.localcloud.wire.InProcess;
import dev.provision.localcloud.wire.SocketRoutes;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The services of one life of the cloud, from start or reset to reset or close, made in the order of their needs.
 *
 * <p>To add a service: make it in the constructor from what is above it, and {@link #add} its parts. A part that is an
 * {@link AwsService} or {@link HttpRoutes} is mounted by that alone, {@link TaggedResources} are listed by the tagging API,
 * and what is {@link AutoCloseable} is closed, the last one first.
 */
final class Services implements AutoCloseable {
    /** Typical on AWS; deployers retry for up to two minutes. */
    private static final Duration ROLES = Duration.ofSeconds(8);

    /** Where nothing takes time, starting a process must not take four times as long on a quarter of a processor. */
    private static final Duration CPU_CREDIT = Duration.ofSeconds(4);

    private final ControlPlane controlPlane = new ControlPlane();
    private final RunningTime time;
    private final List<Object> parts = new ArrayList<>();
    private final Authorization authorization;
    private final Propagation propagation;
    private final Ecs ecs;
    private final Lambda lambda;

    /**
     * @param port that the endpoint listens on, for the addresses that services hand out
     * @param directory for the blobs of the registry and unpacked images
     */
    Services(Options options, int port, Path directory) {
        Account account = options.account();
        propagation = new Propagation(options.latency().of(ROLES), Duration.ZERO);
        time = new RunningTime(Clock.systemUTC(), options.speed());
        add(List.of(time));

        String caller = account.globalArn("iam", options.callerPolicy().isPresent() ? "user/deployer" : "root");
        Iam iam =
                new Iam(account, time, propagation, options.callerPolicy().map(policy -> new Iam.User(caller, policy)));
        add(iam.parts());

        Optional<CallerRights> rights = options.callerPolicy()
                .map(policy ->
                        new CallerRights(account, policy, caller, iam::hasServiceLinkedRole, this::taggedResources));
        Sts sts = new Sts(account, time, iam, caller);
        add(List.of(sts));

        add(List.of(new ServiceQuotas(account, options.quotas())));

        ParameterStore parameters = new ParameterStore(account, time);
        add(List.of(parameters));

        SecretsService secrets = new SecretsService(account, time);
        add(secrets.parts());

        LogService logs = new LogService(account, time);
        add(logs.parts());

        CloudWatch cloudWatch = new CloudWatch(account, time, controlPlane);
        add(cloudWatch.parts());

        Sns sns = new Sns(account, controlPlane, time);
        cloudWatch.listen(sns.alarmActions());
        add(sns.parts());

        S3 s3 = new S3(account, time, iam.authority());
        add(s3.parts());

        Ec2 ec2 = new Ec2(account, time, options.latency(), controlPlane, options.quotas());
        add(List.of(ec2));
        add(ec2.services());
        add(List.of(ec2.explanation()));

        ContainerRegistry registry = new ContainerRegistry(
                account,
                controlPlane,
                time,
                directory.resolve("registry"),
                port,
                rights.<RegistryRights>map(granted -> (action, arn) -> granted.check("ecr", action, arn))
                        .orElse(RegistryRights.all()));
        add(registry.parts());

        ProcessRuntime runtime =
                new ProcessRuntime(directory, options.latency() == Latency.INSTANT ? CPU_CREDIT : Duration.ZERO);
        add(List.of(runtime));

        lambda = new Lambda(
                new Lambda.Base(account, controlPlane, time, options.latency()),
                new Lambda.Neighbours(
                        iam.authority(),
                        registry.images(),
                        ec2.networkInterfaces(),
                        logs.sink(),
                        cloudWatch.sink(),
                        runtime,
                        (role, session) -> sts.processVariables(role, session, "http://localhost:" + port)),
                Lambda.Limits.of(options.quotas()));
        add(lambda.parts());

        // Made with the first certificate: most clouds never need one, and making it takes as long as all the rest.
        Instant start = time.now();
        Supplier<LocalAuthority> authority = new OnDemand<>(() -> new LocalAuthority(start));
        Route53 route53 = new Route53(time, options.latency());
        add(route53.parts());
        Acm acm = new Acm(
                account, controlPlane, time, options.latency().of(Acm.VALIDATION), route53.records(), authority);
        add(acm.parts());

        Waf waf = new Waf(account);
        Balancer balancer = new Balancer(
                options.listenerPorts(),
                controlPlane,
                ec2.reachability(),
                lambda.invoker(),
                cloudWatch.sink(),
                waf.firewall(),
                time);
        add(List.of(balancer));

        Elb elb = new Elb(
                new Elb.Setting(account, controlPlane, time, options.latency(), options.quotas()),
                new Elb.Neighbours(ec2.networkInterfaces(), acm, lambda.invoker(), cloudWatch.sink(), s3.deliveries()),
                balancer);
        add(elb.parts());
        add(waf.parts(elb::hasLoadBalancer));

        Sessions sessions = new Sessions(time, "127.0.0.1:" + port);
        add(List.of(sessions));

        ecs = new Ecs(
                new Ecs.Base(account, controlPlane, time, options.latency()),
                new Ecs.Neighbours(
                        iam.authority(),
                        registry.images(),
                        ec2.networkInterfaces(),
                        ec2.reachability(),
                        elb.targets(),
                        logs.sink(),
                        cloudWatch.sink(),
                        runtime,
                        new SecretValues(parameters, secrets),
                        sessions),
                options.quotas().limit(Quota.FARGATE_VCPUS));
        add(ecs.parts());

        ApplicationAutoScaling scaling =
                new ApplicationAutoScaling(account, time, cloudWatch, ecs.scaling(), lambda.scaling());
        add(scaling.parts());

        Authorization ofCallers = rights.<Authorization>map(granted -> granted).orElse(Authorization.none());
        authorization = new SessionRights(account, iam.authority(), accessKey -> sts.sessionOf(accessKey), ofCallers)
                .and(ec2.arrivals(propagation));

        add(List.of(new Console(new InProcess(awsServices(), controlPlane), lambda::instances, time::now)));

        // Last: it lists what all others have.
        add(List.of(new Tagging(of(TaggedResources.class))));
    }

    private Stream<TaggedResource> taggedResources() {
        return of(TaggedResources.class).stream().flatMap(TaggedResources::taggedResources);
    }

    private void add(List<?> more) {
        parts.addAll(more);
    }

    ControlPlane controlPlane() {
        return controlPlane;
    }

    /** That every call has to pass. */
    Authorization authorization() {
        return authorization;
    }

    Propagation propagation() {
        return propagation;
    }

    /** Kills running tasks of a service, or one task; returns how many there were. */
    int killTasks(String target, int count) {
        return controlPlane.call(() -> ecs.killTasks(target, count));
    }

    /** Has a function be idle; whether there is one of that name. */
    boolean idle(String function) {
        return controlPlane.call(() -> lambda.idle(function));
    }

    RunningTime time() {
        return time;
    }

    List<AwsService> awsServices() {
        return of(AwsService.class);
    }

    List<HttpRoutes> routes() {
        return of(HttpRoutes.class);
    }

    List<SocketRoutes> sockets() {
        return of(SocketRoutes.class);
    }

    private <T> List<T> of(Class<T> type) {
        return parts.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** Ends processes, closes listeners, stops time; in the opposite order of making. */
    @Override
    public void close() {
        Closing.closeAll(of(AutoCloseable.class).reversed());
    }
}
