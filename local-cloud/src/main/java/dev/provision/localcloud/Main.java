package dev.provision.localcloud;

import dev.provision.localcloud.iam.IdentityPolicy;
import dev.provision.localcloud.state.Quota;
import dev.provision.localcloud.state.Quotas;
import dev.provision.localcloud.time.Latency;
import dev.provision.localcloud.wire.AwsError;
import dev.provision.localcloud.wire.WireServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.logging.FileHandler;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The process: starts a local cloud, says so in one line, and stops it on SIGTERM, Ctrl-C or {@code POST /_local/stop}. */
@Command(
        name = "local-cloud",
        description = "An AWS on this machine, for trying things out and for rehearsals.",
        mixinStandardHelpOptions = true)
public final class Main implements Callable<Integer> {
    private static final int LOG_BYTES = 10 << 20;

    @Spec
    private CommandLine.Model.CommandSpec spec;

    @Option(
            names = "--port",
            defaultValue = "" + Options.DEFAULT_PORT,
            paramLabel = "PORT",
            description = {"Port of the AWS endpoint, 0 for a free one (default: ${DEFAULT-VALUE})."})
    private int port;

    @Option(
            names = "--port-offset",
            defaultValue = "" + Options.DEFAULT_PORT_OFFSET,
            paramLabel = "N",
            description = {
                "Where a load balancer's ports below 1024 appear: port 80 at 80 + N (default: ${DEFAULT-VALUE})."
            })
    private int portOffset;

    @Option(
            names = "--latency",
            defaultValue = "INSTANT",
            paramLabel = "PROFILE",
            description = {"How long things take to be made: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})."})
    private Latency latency;

    @Option(
            names = "--speed",
            defaultValue = "1",
            paramLabel = "FACTOR",
            description = {"How many seconds pass in the cloud in one of the wall (default: ${DEFAULT-VALUE})."})
    private double speed;

    @Option(
            names = "--as",
            paramLabel = "FILE",
            description = {
                "A policy, as JSON: callers may do what it grants, and nothing else (default: callers may do everything)."
            })
    private Optional<Path> callerPolicy = Optional.empty();

    @Option(
            names = "--new-account",
            description = {"Has the quotas of a new account, with 10 concurrent executions of Lambda instead of 1,000."
            })
    private boolean newAccount;

    @Option(
            names = "--quota",
            paramLabel = "CODE=N",
            description = {
                "Changes a quota, by its code in Service Quotas: L-0263D0A3=20 for 20 Elastic IPs. May be repeated."
            })
    private Map<String, Integer> quotas = new TreeMap<>();

    @Option(
            names = "--data-dir",
            paramLabel = "FOLDER",
            description = {"For unpacked images and the log (default: a temporary one, removed at the end)."})
    private Optional<Path> dataDirectory = Optional.empty();

    private Main() {}

    public static void main(String[] args) {
        // Wrong options end with 2, which whoever starts it looks at.
        System.exit(new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(args));
    }

    @Override
    public Integer call() throws IOException {
        check(port >= 0 && port <= 65_535, "--port must be between 0 and 65535");
        check(portOffset >= 0 && portOffset <= 64_000, "--port-offset must be between 0 and 64000");
        check(speed > 0 && speed <= 10_000, "--speed must be between 0 and 10000");
        // Helidon and the SDK log to the console unless told otherwise, and the console is for one line.
        LogManager.getLogManager().reset();
        try (LocalCloud cloud = LocalCloud.start(options())) {
            log(cloud.dataDirectory());
            Runtime.getRuntime().addShutdownHook(new Thread(cloud::close, "local-cloud-stop"));
            spec.commandLine().getOut().println("local cloud ready at " + cloud.endpoint());
            cloud.closed().join();
            return 0;
        } catch (WireServer.PortTaken taken) {
            spec.commandLine()
                    .getErr()
                    .println("Port " + taken.port() + " is taken by another process."
                            + " Stop it, or choose another port with --port.");
            return 2;
        }
    }

    private Options options() {
        Options options = Options.defaults()
                .withPort(port)
                .withListenerPorts(Options.offset(portOffset))
                .withLatency(latency)
                .withSpeed(speed)
                .withQuotas(quotas());
        Options limited =
                callerPolicy.map(this::policy).map(options::withCallerPolicy).orElse(options);
        return dataDirectory.map(limited::withDataDirectory).orElse(limited);
    }

    private Quotas quotas() {
        Quotas all = newAccount ? Quotas.ofNewAccount() : Quotas.usual();
        for (Map.Entry<String, Integer> change : quotas.entrySet()) {
            check(change.getValue() >= 0, "--quota " + change.getKey() + " must not be negative");
            all = all.with(
                    Quota.find(change.getKey())
                            .orElseThrow(() -> new CommandLine.ParameterException(
                                    spec.commandLine(),
                                    "--quota " + change.getKey() + " is none that the local cloud has; it has "
                                            + known())),
                    change.getValue());
        }
        return all;
    }

    private static String known() {
        return Arrays.stream(Quota.values())
                .map(quota -> quota.code() + " (" + quota.title() + ")")
                .collect(Collectors.joining(", "));
    }

    private IdentityPolicy policy(Path file) {
        try {
            return IdentityPolicy.read(Files.readString(file));
        } catch (AwsError malformed) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--as " + file + " is no policy: " + malformed.getMessage());
        } catch (IOException unreadable) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--as " + file + " cannot be read: " + unreadable.getMessage());
        }
    }

    private void check(boolean valid, String message) {
        if (!valid) {
            throw new CommandLine.ParameterException(spec.commandLine(), message);
        }
    }

    private static void log(Path directory) throws IOException {
        FileHandler file = new FileHandler(directory.resolve("local-cloud.log").toString(), LOG_BYTES, 1, true);
        file.setFormatter(new SimpleFormatter());
        Logger.getLogger("").addHandler(file);
    }
}
