package dev.provision.localcloud;

import dev.provision.localcloud.iam.IdentityPolicy;
import dev.provision.localcloud.state.Account;
import dev.provision.localcloud.state.Quotas;
import dev.provision.localcloud.time.Latency;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.IntUnaryOperator;

/**
 * How a local cloud is set up.
 *
 * @param port of the AWS endpoint; 0 for a free one
 * @param listenerPorts the loopback port on which a load balancer's listener port appears, for example 80 → 8080; 0 for
 *     a free one
 * @param latency how long the cloud takes to make and delete things
 * @param speed how many seconds of cloud time pass in one of the wall
 * @param account the account and region that it has
 * @param quotas how much of everything there may be
 * @param callerPolicy what callers may do; empty: everything
 * @param dataDirectory for unpacked images and the log; empty: a temporary one, which is removed on close
 */
public record Options(
        int port,
        IntUnaryOperator listenerPorts,
        Latency latency,
        double speed,
        Account account,
        Quotas quotas,
        Optional<Path> dataDirectory,
        Optional<IdentityPolicy> callerPolicy) {
    /** The port that AWS emulators use. */
    public static final int DEFAULT_PORT = 4566;

    /** 80 → 8080, 443 → 8443. */
    public static final int DEFAULT_PORT_OFFSET = 8000;

    /** For people: the usual ports, typical durations. */
    public static Options defaults() {
        Account account = new Account("000000000000", "eu-west-2");
        return new Options(
                DEFAULT_PORT,
                offset(DEFAULT_PORT_OFFSET),
                Latency.INSTANT,
                1,
                account,
                Quotas.usual(),
                Optional.empty(),
                Optional.empty());
    }

    /** For tests: free ports, everything at once. */
    public static Options forTests() {
        return defaults().withPort(0).withListenerPorts(_ -> 0);
    }

    /** Privileged listener ports moved up by an offset; others stay. */
    public static IntUnaryOperator offset(int offset) {
        return port -> port < 1024 ? port + offset : port;
    }

    public Options withPort(int newPort) {
        return new Options(newPort, listenerPorts, latency, speed, account, quotas, dataDirectory, callerPolicy);
    }

    public Options withListenerPorts(IntUnaryOperator ports) {
        return new Options(port, ports, latency, speed, account, quotas, dataDirectory, callerPolicy);
    }

    public Options withLatency(Latency profile) {
        return new Options(port, listenerPorts, profile, speed, account, quotas, dataDirectory, callerPolicy);
    }

    public Options withSpeed(double factor) {
        return new Options(port, listenerPorts, latency, factor, account, quotas, dataDirectory, callerPolicy);
    }

    public Options withDataDirectory(Path directory) {
        return new Options(port, listenerPorts, latency, speed, account, quotas, Optional.of(directory), callerPolicy);
    }

    public Options withQuotas(Quotas limits) {
        return new Options(port, listenerPorts, latency, speed, account, limits, dataDirectory, callerPolicy);
    }

    /** The same, but callers may do no more than a policy grants them. */
    public Options withCallerPolicy(IdentityPolicy policy) {
        return new Options(port, listenerPorts, latency, speed, account, quotas, dataDirectory, Optional.of(policy));
    }
}
