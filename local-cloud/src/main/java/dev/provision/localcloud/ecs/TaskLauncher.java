package dev.provision.localcloud.ecs;

import dev.provision.localcloud.ecs.LaunchChecks.Finding;
import dev.provision.localcloud.ecs.LaunchChecks.Ingredients;
import dev.provision.localcloud.logs.LogSink;
import dev.provision.localcloud.network.NetworkInterfaces;
import dev.provision.localcloud.network.NetworkInterfaces.Attached;
import dev.provision.localcloud.network.NetworkInterfaces.Request;
import dev.provision.localcloud.runtime.ContainerRuntime;
import dev.provision.localcloud.runtime.ContainerRuntime.Exit;
import dev.provision.localcloud.runtime.ContainerRuntime.ImageUnusable;
import dev.provision.localcloud.runtime.ContainerRuntime.Spec;
import dev.provision.localcloud.state.ControlPlane;
import dev.provision.localcloud.time.CloudTime;
import dev.provision.localcloud.time.Latency;
import dev.provision.localcloud.wire.AwsError;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.services.ecs.model.Attachment;
import software.amazon.awssdk.services.ecs.model.CPUArchitecture;
import software.amazon.awssdk.services.ecs.model.Connectivity;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.NetworkInterface;
import software.amazon.awssdk.services.ecs.model.TaskStopCode;

/** Takes a task from PROVISIONING to RUNNING: interface, checks, containers. */
final class TaskLauncher {
    private static final Duration INTERFACE = Duration.ofSeconds(8);
    private static final Duration PULL = Duration.ofSeconds(12);

    private final Base base;
    private final NetworkInterfaces interfaces;
    private final LaunchChecks checks;
    private final LogSink logs;
    private final ContainerRuntime runtime;
    private final TaskEnvironment environment;
    private final TaskStopper stopper;

    /** What everything here needs. */
    record Base(ControlPlane plane, CloudTime time, Latency latency) {
        /** Runs an action under the lock, {@code typical} later. */
        void later(Duration typical, Runnable action) {
            time.after(latency.of(typical), () -> plane.run(action));
        }
    }

    TaskLauncher(
            Base base,
            NetworkInterfaces interfaces,
            LaunchChecks checks,
            LogSink logs,
            ContainerRuntime runtime,
            TaskEnvironment environment,
            TaskStopper stopper) {
        this.base = base;
        this.interfaces = interfaces;
        this.checks = checks;
        this.logs = logs;
        this.runtime = runtime;
        this.environment = environment;
        this.stopper = stopper;
    }

    /** Starts what a new task needs; returns at once. Called under the control-plane lock. */
    void launch(EcsTask task) {
        base.later(INTERFACE, () -> attach(task));
    }

    private void attach(EcsTask task) {
        if (!task.wanted()) {
            stopper.gone(task);
            return;
        }
        TaskNetwork network = task.network();
        // Fargate spreads the tasks of a service over the subnets.
        String subnet = network.subnetIds()
                .get(Math.floorMod(environment.spread(), network.subnetIds().size()));
        try {
            Attached attached = interfaces.attach(new Request(
                    subnet, network.groupIds(), attachmentArn(task), "interface", "amazon-ecs", network.publicIp()));
            task.networkInterface(Optional.of(attached));
            show(task, attached);
        } catch (AwsError refused) {
            stopper.fail(
                    task,
                    "Unexpected EC2 error while attempting to Create Network Interface with public IP assignment "
                            + (network.publicIp() ? "enabled" : "disabled") + " in subnet '" + subnet + "': "
                            + refused.code());
            return;
        }
        task.change(view -> view.lastStatus("PENDING"));
        base.time().after(base.latency().of(PULL), () -> start(task));
    }

    private static String attachmentArn(EcsTask task) {
        String[] arn = task.arn().split(":", 6);
        return String.join(":", arn[0], arn[1], arn[2], arn[3], arn[4], "attachment/")
                + task.view().attachments().getFirst().id();
    }

    private static void show(EcsTask task, Attached attached) {
        Attachment attachment = task.view().attachments().getFirst().copy(a -> a.status("ATTACHED")
                .details(
                        detail("subnetId", attached.subnetId()),
                        detail("networkInterfaceId", attached.id()),
                        detail("macAddress", attached.macAddress()),
                        detail("privateDnsName", TaskEnvironment.hostName(attached)),
                        detail("privateIPv4Address", attached.privateIp())));
        NetworkInterface shown = NetworkInterface.builder()
                .attachmentId(attachment.id())
                .privateIpv4Address(attached.privateIp())
                .build();
        task.change(view -> view.attachments(attachment)
                .availabilityZone(attached.availabilityZone())
                .connectivity(Connectivity.CONNECTED)
                .containers(task.view().containers().stream()
                        .map(container -> container.copy(c -> c.networkInterfaces(shown)))
                        .toList()));
    }

    private static KeyValuePair detail(String name, String value) {
        return KeyValuePair.builder().name(name).value(value).build();
    }

    /** Not under the lock: unpacking and starting take a while. */
    private void start(EcsTask task) {
        Finding finding = base.plane().call(() -> task.wanted() ? checks.check(task) : new Finding.Ready(Map.of()));
        switch (finding) {
            case Finding.Refused refused -> base.plane().run(() -> refuse(task, refused));
            case Finding.Ready ready -> {
                if (ready.byContainer().isEmpty()) {
                    base.plane().run(() -> stopper.gone(task));
                } else {
                    start(task, ready.byContainer());
                }
            }
        }
    }

    private void refuse(EcsTask task, Finding.Refused refused) {
        refused.container()
                .ifPresent(name -> task.changeContainer(name, c -> c.copy(view -> view.reason(refused.reason()))));
        stopper.fail(task, refused.reason());
    }

    private void start(EcsTask task, Map<String, Ingredients> ingredients) {
        base.plane()
                .run(() -> task.change(view -> view.pullStartedAt(base.time().now())));
        Map<String, ContainerRuntime.Container> started = new LinkedHashMap<>();
        for (ContainerDefinition definition : task.definition().containerDefinitions()) {
            try {
                Spec spec = spec(task, definition, ingredients.get(definition.name()));
                started.put(definition.name(), runtime.start(spec));
            } catch (ImageUnusable unusable) {
                String reason = "CannotStartContainerError: " + unusable.getMessage();
                started.values().forEach(ContainerRuntime.Container::kill);
                base.plane().run(() -> refuse(task, new Finding.Refused(reason, Optional.of(definition.name()))));
                return;
            }
        }
        base.plane().run(() -> running(task, ingredients, started));
    }

    private Spec spec(EcsTask task, ContainerDefinition definition, Ingredients from) {
        var overrides = TaskEnvironment.overrides(task, definition.name());
        return new Spec(
                "task " + task.id() + " " + definition.name(),
                from.image(),
                architecture(task),
                definition.entryPoint(),
                overrides.command().isEmpty() ? definition.command() : overrides.command(),
                Optional.ofNullable(definition.workingDirectory()).orElse(""),
                environment.variables(task, definition, from.secrets()),
                task.networkInterface().orElseThrow().loopback(),
                Optional.ofNullable(definition.memory())
                        .orElse(Integer.valueOf(task.definition().memory())),
                Optional.ofNullable(definition.cpu())
                        .filter(units -> units > 0)
                        .orElse(Integer.valueOf(task.definition().cpu())),
                output(task, definition));
    }

    private static String architecture(EcsTask task) {
        return Optional.ofNullable(task.definition().runtimePlatform())
                        .filter(platform -> platform.cpuArchitecture() == CPUArchitecture.ARM64)
                        .isPresent()
                ? "arm64"
                : "amd64";
    }

    private Consumer<String> output(EcsTask task, ContainerDefinition definition) {
        return Optional.ofNullable(definition.logConfiguration())
                .map(log -> {
                    String group = log.options().get("awslogs-group");
                    String stream =
                            log.options().get("awslogs-stream-prefix") + "/" + definition.name() + "/" + task.id();
                    return (Consumer<String>)
                            line -> logs.append(group, stream, base.time().now(), line);
                })
                .orElse(line -> {});
    }

    private void running(
            EcsTask task, Map<String, Ingredients> ingredients, Map<String, ContainerRuntime.Container> started) {
        task.running().putAll(started);
        started.forEach((name, container) -> {
            String digest = ingredients.get(name).image().digest();
            task.changeContainer(
                    name,
                    c -> c.copy(view -> view.lastStatus("RUNNING")
                            .imageDigest(digest)
                            .runtimeId(task.id() + "-" + container.pid())));
        });
        task.change(view -> view.lastStatus("RUNNING")
                .pullStoppedAt(base.time().now())
                .startedAt(base.time().now()));
        if (task.wanted()) {
            stopper.events().running(task);
        } else {
            stopper.terminate(task);
        }
        started.forEach((name, container) -> {
            var _ = container.exit().thenAccept(exit -> base.plane().run(() -> exited(task, name, exit)));
        });
    }

    private void exited(EcsTask task, String name, Exit exit) {
        task.running().remove(name);
        task.changeContainer(
                name,
                container -> container.copy(view -> {
                    view.lastStatus("STOPPED").exitCode(exit.code());
                    if (exit.outOfMemory()) {
                        view.reason("OutOfMemoryError: Container killed due to memory usage");
                    }
                }));
        boolean essential = task.definition().containerDefinitions().stream()
                .anyMatch(container -> container.name().equals(name) && container.essential());
        if (task.wanted() && (essential || task.running().isEmpty())) {
            stopper.stop(task, TaskStopCode.ESSENTIAL_CONTAINER_EXITED, "Essential container in task exited");
        }
        if (task.running().isEmpty()) {
            stopper.gone(task);
        }
    }
}
