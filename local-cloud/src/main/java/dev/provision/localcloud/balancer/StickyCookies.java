package dev.provision.localcloud.balancer;

import dev.provision.localcloud.elb.routes.Group;
import dev.provision.localcloud.elb.routes.Route;
import dev.provision.localcloud.time.CloudTime;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Optional;

/**
 * The cookies by which clients stay with a target group or a target ("Sticky sessions for your Application Load
 * Balancer"). AWS encrypts their values; here they are only encoded.
 */
final class StickyCookies {
    private static final String GROUP = "AWSALBTG";
    private static final String TARGET = "AWSALB";
    private static final String APPLICATION = "AWSALBAPP-0";

    private final CloudTime time;

    StickyCookies(CloudTime time) {
        this.time = time;
    }

    /** The group that the client was sent to before, as long as it still has weight. */
    Optional<Group> group(Exchange exchange, Route.Forward forward) {
        return value(exchange, GROUP).flatMap(arn -> forward.groups().stream()
                .filter(weighted ->
                        weighted.weight() > 0 && weighted.group().arn().equals(arn))
                .map(Route.Weighted::group)
                .findFirst());
    }

    void rememberGroup(Exchange exchange, Group group, Duration duration) {
        set(exchange, GROUP, group.arn(), duration);
    }

    /** The target that the client was sent to before, if it may still get requests. */
    Optional<Group.Target> target(Exchange exchange, Group.Ip group) {
        return group.stickiness()
                .map(stickiness -> stickiness.cookie().isPresent() ? APPLICATION : TARGET)
                .flatMap(name -> value(exchange, name))
                .flatMap(place -> group.targets().stream()
                        .filter(target -> name(target).equals(place))
                        .findFirst());
    }

    void rememberTarget(Exchange exchange, Group.Ip group, Group.Target target, AnswerHead head) {
        if (group.stickiness().isEmpty()) {
            return;
        }
        Group.Stickiness stickiness = group.stickiness().get();
        if (stickiness.cookie().isEmpty()) {
            set(exchange, TARGET, name(target), stickiness.duration());
        } else if (head.fields().stream()
                .anyMatch(field -> field.is("set-cookie")
                        && field.value().startsWith(stickiness.cookie().get() + "="))) {
            set(exchange, APPLICATION, name(target), stickiness.duration());
        }
    }

    private static String name(Group.Target target) {
        return target.ip() + ":" + target.port();
    }

    private void set(Exchange exchange, String name, String value, Duration duration) {
        Instant end = time.now().plus(duration);
        String cookie = "="
                + Base64.getUrlEncoder().withoutPadding().encodeToString(value.getBytes(StandardCharsets.UTF_8))
                + "; Expires=" + DateTimeFormatter.RFC_1123_DATE_TIME.format(end.atZone(ZoneOffset.UTC)) + "; Path=/";
        var headers = exchange.response().headers();
        headers.add(HeaderValues.create(HeaderNames.SET_COOKIE, name + cookie));
        headers.add(HeaderValues.create(HeaderNames.SET_COOKIE, name + "CORS" + cookie + "; SameSite=None; Secure"));
    }

    private static Optional<String> value(Exchange exchange, String name) {
        for (String line : exchange.header("cookie")) {
            for (String pair : line.split(";")) {
                String trimmed = pair.strip();
                if (trimmed.startsWith(name + "=")) {
                    return decode(trimmed.substring(name.length() + 1));
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> decode(String value) {
        try {
            return Optional.of(new String(Base64.getUrlDecoder().decode(value), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            // Not a value that we gave out: a client without a memory.
            return Optional.empty();
        }
    }
}
