package dev.provision.localcloud.balancer;

import dev.provision.localcloud.elb.HealthCheck;
import dev.provision.localcloud.elb.HealthCheck.Outcome;
import dev.provision.localcloud.elb.routes.Group;
import dev.provision.localcloud.elb.routes.LoadBalancerPlan.Node;
import dev.provision.localcloud.lambda.Invoker;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;

/** Checks the health of targets. */
final class HealthProbe {
    static final String USER_AGENT = "ELB-HealthChecker/2.0";

    private final Access access;
    private final Invoker invoker;
    private final SSLSocketFactory anyCertificate;

    HealthProbe(Access access, Invoker invoker, SSLSocketFactory anyCertificate) {
        this.access = access;
        this.invoker = invoker;
        this.anyCertificate = anyCertificate;
    }

    Outcome check(HealthCheck check) {
        return switch (check) {
            case HealthCheck.OverNetwork network -> overNetwork(network);
            case HealthCheck.ByInvocation invocation -> byInvocation(invocation);
        };
    }

    private Outcome overNetwork(HealthCheck.OverNetwork check) {
        if (check.target().place().isEmpty()) {
            return new Outcome.TimedOut();
        }
        Group.Place place = check.target().place().get();
        for (Node node : check.nodes()) {
            if (!access.between(node, place, check.port())) {
                return new Outcome.TimedOut();
            }
        }
        InetSocketAddress address = new InetSocketAddress(place.address().getAddress(), check.port());
        Optional<SSLSocketFactory> tls = check.tls() ? Optional.of(anyCertificate) : Optional.empty();
        try (TargetConnection connection = TargetConnection.open(address, tls, check.timeout())) {
            connection.timeout(check.timeout());
            byte[] request = ("GET " + check.path() + " HTTP/1.1\r\nHost: "
                            + check.target().ip() + ":" + check.port()
                            + "\r\nConnection: close\r\nUser-Agent: " + USER_AGENT
                            + "\r\nAccept-Encoding: gzip, compressed\r\n\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1);
            connection.write(request, 0, request.length);
            return judge(check, connection.readHead().status());
        } catch (SocketTimeoutException e) {
            return new Outcome.TimedOut();
        } catch (IOException e) {
            // Refused, broken off or nonsense: the outcome is the report.
            return new Outcome.Failed();
        }
    }

    private Outcome byInvocation(HealthCheck.ByInvocation check) {
        String event = LambdaEvent.healthCheck(
                check.group().arn(), check.path(), check.group().multiValueHeaders());
        Invoker.Outcome outcome = invoker.invoke(
                check.function(), LambdaForwarder.CALLER, check.group().arn(), event);
        if (outcome instanceof Invoker.Outcome.Answered(String payload)) {
            return LambdaAnswer.parse(payload, check.group().multiValueHeaders())
                    .map(answer -> judge(check, answer.status()))
                    .orElseGet(Outcome.Failed::new);
        }
        return new Outcome.Failed();
    }

    private static Outcome judge(HealthCheck check, int status) {
        return check.matcher().matches(status) ? new Outcome.Passed() : new Outcome.Mismatch(status);
    }
}
