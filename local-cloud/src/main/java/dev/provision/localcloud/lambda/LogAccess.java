package dev.provision.localcloud.lambda;

import dev.provision.localcloud.iam.Authority;
import dev.provision.localcloud.state.ControlPlane;
import dev.provision.localcloud.time.CloudTime;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/** Whether a role may write to a log stream; asked again every second, since a role's policies may change. */
final class LogAccess implements BooleanSupplier {
    private static final Duration GOOD_FOR = Duration.ofSeconds(1);

    private final Authority authority;
    private final ControlPlane plane;
    private final CloudTime time;
    private final String role;
    private final String streamArn;
    private volatile Answer answer = new Answer(false, Instant.MIN);

    private record Answer(boolean allowed, Instant asked) {}

    LogAccess(Authority authority, ControlPlane plane, CloudTime time, String role, String streamArn) {
        this.authority = authority;
        this.plane = plane;
        this.time = time;
        this.role = role;
        this.streamArn = streamArn;
    }

    @Override
    public boolean getAsBoolean() {
        Instant now = time.now();
        if (answer.asked().isBefore(now.minus(GOOD_FOR))) {
            answer = new Answer(plane.call(this::ask), now);
        }
        return answer.allowed();
    }

    private boolean ask() {
        return authority.allows(role, "logs:CreateLogStream", streamArn)
                && authority.allows(role, "logs:PutLogEvents", streamArn);
    }
}
