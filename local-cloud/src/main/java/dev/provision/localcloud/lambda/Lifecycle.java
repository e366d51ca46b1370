package dev.provision.localcloud.lambda;

import dev.provision.localcloud.state.ControlPlane;
import dev.provision.localcloud.time.CloudTime;
import dev.provision.localcloud.time.Latency;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.lambda.model.State;
import software.amazon.awssdk.services.lambda.model.StateReasonCode;

/**
 * What happens to functions after a call has been answered: they become active, updates come into effect, what is
 * gone lets go of its environments and network interfaces. Called under the control-plane lock.
 */
final class Lifecycle {
    private static final Duration IMAGE = Duration.ofSeconds(8);
    private static final Duration UPDATE = Duration.ofSeconds(3);
    private static final Duration INTERFACES = Duration.ofSeconds(60);
    private static final Duration DETACHED = Duration.ofMinutes(2);
    // The documentation says up to 20 minutes, field reports more.
    private static final Duration DELETED = Duration.ofMinutes(15);

    private final FunctionStore store;
    private final VpcAttachments attachments;
    private final Environments environments;
    private final FunctionChecks checks;
    private final ControlPlane plane;
    private final CloudTime time;
    private final Latency latency;

    Lifecycle(
            FunctionStore store,
            VpcAttachments attachments,
            Environments environments,
            FunctionChecks checks,
            ControlPlane plane,
            CloudTime time,
            Latency latency) {
        this.store = store;
        this.attachments = attachments;
        this.environments = environments;
        this.checks = checks;
        this.plane = plane;
        this.time = time;
        this.latency = latency;
    }

    /**
     * Attaches a version to its VPC, if it has one.
     *
     * @return the version with the VPC's id
     */
    FunctionVersion attached(FunctionVersion version) {
        if (version.subnetIds().isEmpty()) {
            return version;
        }
        String vpcId = attachments.attach(
                version.id(),
                version.config().functionName(),
                version.subnetIds(),
                version.config().vpcConfig().securityGroupIds());
        return new FunctionVersion(
                version.id(), Configurations.inVpc(version.config(), vpcId), version.imageUri(), version.image());
    }

    /** How long AWS takes until a version with these subnets can run. */
    Duration start(FunctionVersion version) {
        return needsInterfaces(version) ? IMAGE.plus(INTERFACES) : IMAGE;
    }

    /** Lets the latest version of a function become active, and serve, {@code typical} from now. */
    void activate(Function function, Duration typical) {
        String expected = function.latest().id();
        later(typical, function, () -> {
            if (function.latest().id().equals(expected)) {
                settle(function);
            }
        });
    }

    private void settle(Function function) {
        FunctionVersion before = function.serving();
        boolean first = before.id().equals(function.latest().id());
        FunctionVersion settled = settled(function.latest());
        function.latest(settled);
        if (first || obstacle(settled).isEmpty()) {
            function.serveLatest();
            retireIfReplaced(before, function);
        }
    }

    private FunctionVersion settled(FunctionVersion version) {
        return obstacle(version).map(obstacle -> obstacle.shownBy(version)).orElseGet(version::nowActive);
    }

    private Optional<Obstacle> obstacle(FunctionVersion version) {
        if (!checks.imageExists(version.resolvedImageUri())) {
            return Optional.of(Obstacle.IMAGE_DELETED);
        }
        return needsInterfaces(version) ? Optional.of(Obstacle.SUBNET_FULL) : Optional.empty();
    }

    private boolean needsInterfaces(FunctionVersion version) {
        return !version.subnetIds().isEmpty()
                && attachments.needsNew(
                        version.subnetIds(), version.config().vpcConfig().securityGroupIds());
    }

    private void retireIfReplaced(FunctionVersion before, Function function) {
        if (!before.id().equals(function.serving().id())) {
            environments.retire(before.id());
            attachments.release(before.id(), DETACHED);
        }
    }

    /** Replaces the latest version; the one before serves until the update is done. */
    void update(Function function, FunctionVersion changed) {
        Duration typical = start(changed).equals(IMAGE) ? UPDATE : UPDATE.plus(INTERFACES);
        FunctionVersion before = function.latest();
        function.latest(attached(changed).nowUpdating());
        if (!before.id().equals(function.serving().id())) {
            // An update that failed never served, and settling looks at what did.
            attachments.release(before.id(), DETACHED);
        }
        activate(function, typical);
    }

    /** Lets a published version become active. */
    void publish(Function function, int number) {
        later(UPDATE, function, () -> function.published().computeIfPresent(number, (n, v) -> settled(v)));
    }

    /** Has all active versions of a function be idle, as if nobody had invoked it for weeks. */
    void idle(Function function) {
        List<FunctionVersion> active =
                function.allVersions().stream().filter(FunctionVersion::active).toList();
        active.forEach(version -> {
            environments.retire(version.id());
            attachments.release(version.id(), DETACHED);
            function.put(version.withState(State.INACTIVE, "The function is idle.", StateReasonCode.IDLE));
        });
    }

    /** Begins to bring an idle version back, which takes as long as to make it. */
    void restore(Function function, FunctionVersion idle) {
        Duration typical = start(idle);
        function.put(
                attached(idle).withState(State.PENDING, "The function is being restored.", StateReasonCode.RESTORING));
        later(typical, function, () -> function.version(idle.version())
                .filter(now -> now.id().equals(idle.id()))
                .ifPresent(now -> function.put(settled(now))));
    }

    /** Ends what runs for a version that is gone. */
    void gone(FunctionVersion version) {
        environments.retire(version.id());
        attachments.release(version.id(), DELETED);
    }

    /** Ends what runs for a function that is gone. */
    void gone(Function function) {
        Set<FunctionVersion> versions = function.allVersions().stream().collect(Collectors.toSet());
        versions.add(function.serving());
        versions.forEach(this::gone);
    }

    /** Brings the number of warm environments of all versions to what is configured. */
    void warm(Function function) {
        var wanted = function.warmByVersion();
        function.published()
                .forEach((number, version) ->
                        environments.keepWarm(version, wanted.getOrDefault(String.valueOf(number), 0)));
    }

    private void later(Duration typical, Function function, Runnable action) {
        time.after(
                latency.of(typical),
                () -> plane.run(() -> {
                    if (store.find(function.name()).filter(function::equals).isPresent()) {
                        action.run();
                    }
                }));
    }
}
