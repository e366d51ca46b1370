package dev.provision.localcloud.lambda;

import dev.provision.localcloud.iam.Authority;
import dev.provision.localcloud.lambda.Environment.Init;
import dev.provision.localcloud.lambda.Environment.Kind;
import dev.provision.localcloud.logs.LogSink;
import dev.provision.localcloud.runtime.ContainerRuntime;
import dev.provision.localcloud.runtime.ContainerRuntime.Spec;
import dev.provision.localcloud.runtime.LoopbackBlock;
import dev.provision.localcloud.state.Account;
import dev.provision.localcloud.state.ControlPlane;
import dev.provision.localcloud.state.Ids;
import dev.provision.localcloud.time.CloudTime;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.lambda.model.Architecture;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.ImageConfig;

/** Makes environments: their log stream, their address, what their process is told. */
final class EnvironmentMaker {
    // 127.9.x.y is free for environments as long as no VPC of the local cloud lies in 10.9.0.0/16.
    private static final int NETWORK = 9;
    private static final int MIB_A_VCPU = 1769;
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy/MM/dd").withZone(ZoneOffset.UTC);

    private final Account account;
    private final ControlPlane plane;
    private final CloudTime time;
    private final Authority authority;
    private final LogSink logs;
    private final ContainerRuntime runtime;
    private final ProcessIdentity identity;
    private final LoopbackBlock<RuntimeApi> addresses = new LoopbackBlock<>(NETWORK, RuntimeApi::bind);

    EnvironmentMaker(
            Account account,
            ControlPlane plane,
            CloudTime time,
            Authority authority,
            LogSink logs,
            ContainerRuntime runtime,
            ProcessIdentity identity) {
        this.account = account;
        this.plane = plane;
        this.time = time;
        this.authority = authority;
        this.logs = logs;
        this.runtime = runtime;
        this.identity = identity;
    }

    /** A new environment, with a log stream of its own; it has no process yet. */
    Environment make(FunctionVersion version, Kind kind) {
        String group = version.config().loggingConfig().logGroup();
        String stream = DAY.format(time.now()) + "/[" + version.version() + "]" + Ids.hex(32);
        String groupArn = account.arn("logs", "log-group:" + group);
        LogAccess.Place place = new LogAccess.Place(group, groupArn, groupArn + ":log-stream:" + stream);
        LogAccess access =
                new LogAccess(authority, plane, time, logs, version.config().role(), place);
        return make(version, kind, new FunctionLog(group, stream, logs, time, access));
    }

    /** A new environment that goes on with the log stream of one that failed. */
    Environment make(FunctionVersion version, Kind kind, FunctionLog log) {
        return new Environment(version, kind, log, addresses, api -> spec(version, kind, log, api));
    }

    /** Starts an environment's process and waits until it is ready. Blocks. */
    Init init(Environment environment, Duration limit) {
        return environment.init(runtime, limit);
    }

    private Spec spec(FunctionVersion version, Kind kind, FunctionLog log, RuntimeApi api) {
        FunctionConfiguration config = version.config();
        ImageConfig image = Optional.ofNullable(config.imageConfigResponse())
                .map(response -> response.imageConfig())
                .orElse(ImageConfig.builder().build());
        return new Spec(
                "function " + config.functionName() + " " + config.version(),
                version.image(),
                config.architectures().contains(Architecture.ARM64) ? "arm64" : "amd64",
                image.entryPoint(),
                image.command(),
                Optional.ofNullable(image.workingDirectory()).orElse(""),
                variables(config, kind, log, api),
                api.address(),
                config.memorySize(),
                Math.ceilDiv(config.memorySize() * 1024, MIB_A_VCPU),
                log::line);
    }

    private Map<String, String> variables(FunctionConfiguration config, Kind kind, FunctionLog log, RuntimeApi api) {
        Map<String, String> variables = new HashMap<>();
        if (config.environment() != null) {
            variables.putAll(config.environment().variables());
        }
        variables.put("AWS_LAMBDA_RUNTIME_API", api.hostAndPort());
        variables.put("AWS_LAMBDA_FUNCTION_NAME", config.functionName());
        variables.put("AWS_LAMBDA_FUNCTION_VERSION", config.version());
        variables.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", String.valueOf(config.memorySize()));
        variables.put("AWS_LAMBDA_INITIALIZATION_TYPE", kind.text());
        variables.put("AWS_LAMBDA_LOG_GROUP_NAME", log.group());
        variables.put("AWS_LAMBDA_LOG_STREAM_NAME", log.stream());
        variables.put("AWS_REGION", account.region());
        variables.put("AWS_DEFAULT_REGION", account.region());
        variables.put("LAMBDA_TASK_ROOT", "/var/task");
        variables.put("LAMBDA_RUNTIME_DIR", "/var/runtime");
        variables.put("TZ", ":UTC");
        variables.putAll(plane.call(() -> identity.variables(config.role(), config.functionName())));
        return variables;
    }
}
