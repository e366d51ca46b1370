package dev.provision.localcloud.lambda;

import dev.provision.localcloud.state.ControlPlane;
import dev.provision.localcloud.time.CloudTime;
import dev.provision.localcloud.time.Latency;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;

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
    private final ControlPlane plane;
    private final CloudTime time;
    private final Latency latency;

    Lifecycle(
            FunctionStore store,
            VpcAttachments attachments,
            Environments environments,
            ControlPlane plane,
            CloudTime time,
            Latency latency) {
        this.store = store;
        this.attachments = attachments;
        this.environments = environments;
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
        boolean slow = !version.subnetIds().isEmpty()
                && attachments.needsNew(
                        version.subnetIds(), version.config().vpcConfig().securityGroupIds());
        return slow ? IMAGE.plus(INTERFACES) : IMAGE;
    }

    /** Lets the latest version of a function become active, and serve, {@code typical} from now. */
    void activate(Function function, Duration typical) {
        String expected = function.latest().id();
        later(typical, function, () -> {
            if (function.latest().id().equals(expected)) {
                FunctionVersion before = function.serving();
                function.latest(function.latest().nowActive());
                function.serveLatest();
                retireIfReplaced(before, function);
            }
        });
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
        function.latest(attached(changed).nowUpdating());
        activate(function, typical);
    }

    /** Lets a published version become active. */
    void publish(Function function, int number) {
        later(UPDATE, function, () -> function.published().computeIfPresent(number, (n, v) -> v.nowActive()));
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
