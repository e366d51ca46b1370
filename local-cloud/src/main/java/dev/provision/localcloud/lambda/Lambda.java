package dev.provision.localcloud.lambda;

import dev.provision.localcloud.autoscaling.Scalable;
import dev.provision.localcloud.cloudwatch.MetricSink;
import dev.provision.localcloud.ecr.Images;
import dev.provision.localcloud.iam.Authority;
import dev.provision.localcloud.logs.LogSink;
import dev.provision.localcloud.network.NetworkInterfaces;
import dev.provision.localcloud.runtime.ContainerRuntime;
import dev.provision.localcloud.state.Account;
import dev.provision.localcloud.state.ControlPlane;
import dev.provision.localcloud.state.Quota;
import dev.provision.localcloud.state.Quotas;
import dev.provision.localcloud.state.TaggedResource;
import dev.provision.localcloud.state.TaggedResources;
import dev.provision.localcloud.time.CloudTime;
import dev.provision.localcloud.time.Latency;
import dev.provision.localcloud.wire.AwsService;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** The Lambda service: puts its parts together. Closing it ends all execution environments. */
public final class Lambda implements TaggedResources, AutoCloseable {
    private static final Duration IDLE = Duration.ofMinutes(10);
    // Lambda guide, lambda-runtime-environment
    private static final Duration INIT = Duration.ofSeconds(10);

    private final FunctionStore store;
    private final Environments environments;
    private final Lifecycle lifecycle;
    private final Invoker invoker;
    private final Scalable scaling;
    private final List<AwsService> services;

    /**
     * What Lambda needs of the rest of the cloud.
     *
     * @param account whose functions these are
     * @param plane the lock
     * @param time the clock
     * @param latency how long things take
     */
    public record Base(Account account, ControlPlane plane, CloudTime time, Latency latency) {}

    /**
     * The services that Lambda calls.
     *
     * @param authority what roles may do
     * @param images where images come from
     * @param interfaces for functions in a VPC
     * @param logs where output goes
     * @param metrics where measurements go
     * @param runtime what runs the images
     * @param identity what makes the functions act for their roles
     */
    public record Neighbours(
            Authority authority,
            Images images,
            NetworkInterfaces interfaces,
            LogSink logs,
            MetricSink metrics,
            ContainerRuntime runtime,
            ProcessIdentity identity) {}

    /**
     * Limits that may be changed.
     *
     * @param accountConcurrency invocations at once
     * @param idle after which an environment ends, in cloud time
     * @param init how long an initialisation on demand may take, on the wall
     */
    public record Limits(int accountConcurrency, Duration idle, Duration init) {
        /** AWS's, but for the concurrency that the account has. */
        public static Limits of(Quotas quotas) {
            return new Limits(quotas.limit(Quota.LAMBDA_CONCURRENCY), IDLE, INIT);
        }
    }

    public Lambda(Base base, Neighbours neighbours, Limits limits) {
        ControlPlane plane = base.plane();
        CloudTime time = base.time();
        EnvironmentMaker maker = new EnvironmentMaker(
                base.account(),
                plane,
                time,
                neighbours.authority(),
                neighbours.logs(),
                neighbours.runtime(),
                neighbours.identity());
        store = new FunctionStore(base.account(), RandomGenerator.getDefault());
        environments = new Environments(maker, time, base.latency(), limits.idle());
        VpcAttachments attachments = new VpcAttachments(neighbours.interfaces(), plane, time, base.latency());
        FunctionChecks checks = new FunctionChecks(neighbours.authority(), neighbours.images());
        lifecycle = new Lifecycle(store, attachments, environments, checks, plane, time, base.latency());
        Configurations configurations = new Configurations(time);
        Versions versions = new Versions(store, configurations, lifecycle);
        Concurrency concurrency = new Concurrency(store, limits.accountConcurrency());
        Invocations invocations = new Invocations(
                plane,
                time,
                store,
                concurrency,
                lifecycle,
                environments,
                new FunctionRunner(environments, maker, time, limits.init()),
                new LambdaMetrics(neighbours.metrics()));
        invoker = new ServiceInvoker(plane, store, neighbours.authority(), invocations);
        ProvisionedConcurrency provisioned =
                new ProvisionedConcurrency(store, configurations, concurrency, environments, lifecycle);
        scaling = new ProvisionedScaling(store, provisioned);
        services = List.of(
                new Functions(store, checks, configurations, lifecycle, versions),
                new FunctionUpdates(store, checks, configurations, lifecycle, versions),
                versions,
                new Aliases(store, lifecycle),
                new Permissions(store),
                concurrency,
                provisioned,
                invocations,
                new FunctionTags(store),
                new FunctionExtras(store));
    }

    /** The API in its parts, and what else is to be mounted, listed and closed. */
    public List<Object> parts() {
        return Stream.concat(services.stream(), Stream.of(this)).toList();
    }

    /** Provisioned concurrency, for Application Auto Scaling. */
    public Scalable scaling() {
        return scaling;
    }

    /**
     * Has a function be idle, as if nobody had invoked it for weeks: its next invocation fails, and brings it back. Called
     * under the control-plane lock.
     *
     * @return whether there is such a function
     */
    public boolean idle(String name) {
        Optional<Function> function = store.find(name);
        function.ifPresent(lifecycle::idle);
        return function.isPresent();
    }

    /** What the execution environments are doing. */
    public List<Instance> instances() {
        return environments.instances();
    }

    /** For services that invoke functions. */
    public Invoker invoker() {
        return invoker;
    }

    @Override
    public Stream<TaggedResource> taggedResources() {
        return store.taggedResources();
    }

    @Override
    public Optional<Map<String, String>> tagsOf(String arn) {
        return store.tagsOf(arn);
    }

    @Override
    public void close() {
        environments.close();
    }
}
