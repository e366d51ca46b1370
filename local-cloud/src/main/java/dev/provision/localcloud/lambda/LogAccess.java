package dev.provision.localcloud.lambda;

import dev.provision.localcloud.iam.Authority;
import dev.provision.localcloud.logs.LogSink;
import dev.provision.localcloud.state.ControlPlane;
import dev.provision.localcloud.time.CloudTime;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/**
 * Whether a role may write to a log stream; asked again every second, since a role's policies may change. A log group that is
 * not there is made, if the role may do that: also one that was deleted while its function still wrote.
 */
final class LogAccess implements BooleanSupplier {
    private static final Duration GOOD_FOR = Duration.ofSeconds(1);

    private final Authority authority;
    private final ControlPlane plane;
    private final CloudTime time;
    private final LogSink logs;
    private final Place place;
    private final String role;
    private volatile Answer answer = new Answer(false, Instant.MIN);

    private record Answer(boolean allowed, Instant asked) {}

    /**
     * Where is written.
     *
     * @param group its name
     * @param groupArn its ARN
     * @param streamArn the stream's ARN
     */
    record Place(String group, String groupArn, String streamArn) {}

    LogAccess(Authority authority, ControlPlane plane, CloudTime time, LogSink logs, String role, Place place) {
        this.authority = authority;
        this.plane = plane;
        this.time = time;
        this.logs = logs;
        this.role = role;
        this.place = place;
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
        if (!logs.groupExists(place.group()) && authority.allows(role, "logs:CreateLogGroup", place.groupArn())) {
            logs.createGroup(place.group());
        }
        return authority.allows(role, "logs:CreateLogStream", place.streamArn())
                && authority.allows(role, "logs:PutLogEvents", place.streamArn());
    }
}
