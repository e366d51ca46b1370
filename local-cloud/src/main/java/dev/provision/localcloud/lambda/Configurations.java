package dev.provision.localcloud.lambda;

import dev.provision.localcloud.time.CloudTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.services.lambda.model.ApplicationLogLevel;
import software.amazon.awssdk.services.lambda.model.Architecture;
import software.amazon.awssdk.services.lambda.model.CreateFunctionRequest;
import software.amazon.awssdk.services.lambda.model.Environment;
import software.amazon.awssdk.services.lambda.model.EnvironmentResponse;
import software.amazon.awssdk.services.lambda.model.EphemeralStorage;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.ImageConfig;
import software.amazon.awssdk.services.lambda.model.ImageConfigResponse;
import software.amazon.awssdk.services.lambda.model.LogFormat;
import software.amazon.awssdk.services.lambda.model.LoggingConfig;
import software.amazon.awssdk.services.lambda.model.PackageType;
import software.amazon.awssdk.services.lambda.model.SnapStartApplyOn;
import software.amazon.awssdk.services.lambda.model.SnapStartOptimizationStatus;
import software.amazon.awssdk.services.lambda.model.SnapStartResponse;
import software.amazon.awssdk.services.lambda.model.State;
import software.amazon.awssdk.services.lambda.model.StateReasonCode;
import software.amazon.awssdk.services.lambda.model.SystemLogLevel;
import software.amazon.awssdk.services.lambda.model.TracingConfig;
import software.amazon.awssdk.services.lambda.model.TracingConfigResponse;
import software.amazon.awssdk.services.lambda.model.TracingMode;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionConfigurationRequest;
import software.amazon.awssdk.services.lambda.model.VpcConfig;
import software.amazon.awssdk.services.lambda.model.VpcConfigResponse;

/** Makes configurations as the API shows them from what callers ask for. Validates nothing. */
final class Configurations {
    private static final DateTimeFormatter MODIFIED =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'+0000'").withZone(ZoneOffset.UTC);

    private final CloudTime time;

    Configurations(CloudTime time) {
        this.time = time;
    }

    /** The time now, in Lambda's form. */
    String modified() {
        return MODIFIED.format(time.now());
    }

    FunctionConfiguration created(CreateFunctionRequest request, String name, String arn, String codeSha256) {
        List<Architecture> architectures =
                request.hasArchitectures() ? request.architectures() : List.of(Architecture.X86_64);
        return touched(FunctionConfiguration.builder())
                .functionName(name)
                .functionArn(arn)
                .version(FunctionVersion.LATEST)
                .packageType(PackageType.IMAGE)
                .codeSize(0L)
                .codeSha256(codeSha256)
                .role(request.role())
                .description(Optional.ofNullable(request.description()).orElse(""))
                .timeout(Optional.ofNullable(request.timeout()).orElse(3))
                .memorySize(Optional.ofNullable(request.memorySize()).orElse(128))
                .architectures(architectures)
                .environment(environment(request.environment()))
                .imageConfigResponse(imageConfig(request.imageConfig()))
                .vpcConfig(vpc(request.vpcConfig(), ""))
                .tracingConfig(tracing(request.tracingConfig()))
                .deadLetterConfig(request.deadLetterConfig())
                .kmsKeyArn(request.kmsKeyArn())
                .fileSystemConfigs(request.hasFileSystemConfigs() ? request.fileSystemConfigs() : null)
                .ephemeralStorage(Optional.ofNullable(request.ephemeralStorage())
                        .orElse(EphemeralStorage.builder().size(512).build()))
                .snapStart(SnapStartResponse.builder()
                        .applyOn(SnapStartApplyOn.NONE)
                        .optimizationStatus(SnapStartOptimizationStatus.OFF)
                        .build())
                .loggingConfig(logging(request.loggingConfig(), name))
                .state(State.PENDING)
                .stateReason("The function is being created.")
                .stateReasonCode(StateReasonCode.CREATING)
                .build();
    }

    /** What an update names is replaced, the rest stays. */
    FunctionConfiguration updated(FunctionConfiguration before, UpdateFunctionConfigurationRequest request) {
        FunctionConfiguration.Builder config = touched(before.toBuilder());
        Optional.ofNullable(request.role()).ifPresent(config::role);
        Optional.ofNullable(request.description()).ifPresent(config::description);
        Optional.ofNullable(request.timeout()).ifPresent(config::timeout);
        Optional.ofNullable(request.memorySize()).ifPresent(config::memorySize);
        Optional.ofNullable(request.deadLetterConfig()).ifPresent(config::deadLetterConfig);
        Optional.ofNullable(request.kmsKeyArn()).ifPresent(config::kmsKeyArn);
        Optional.ofNullable(request.ephemeralStorage()).ifPresent(config::ephemeralStorage);
        if (request.environment() != null) {
            config.environment(environment(request.environment()));
        }
        if (request.imageConfig() != null) {
            config.imageConfigResponse(imageConfig(request.imageConfig()));
        }
        if (request.vpcConfig() != null) {
            config.vpcConfig(vpc(request.vpcConfig(), ""));
        }
        if (request.tracingConfig() != null) {
            config.tracingConfig(tracing(request.tracingConfig()));
        }
        if (request.loggingConfig() != null) {
            config.loggingConfig(logging(request.loggingConfig(), before.functionName()));
        }
        return config.build();
    }

    /** A new revision, modified now. */
    FunctionConfiguration.Builder touched(FunctionConfiguration.Builder config) {
        return config.lastModified(modified()).revisionId(UUID.randomUUID().toString());
    }

    static FunctionConfiguration inVpc(FunctionConfiguration config, String vpcId) {
        return config.copy(c -> c.vpcConfig(config.vpcConfig().copy(vpc -> vpc.vpcId(vpcId))));
    }

    private static EnvironmentResponse environment(Environment environment) {
        Map<String, String> variables = environment == null ? Map.of() : environment.variables();
        return variables.isEmpty()
                ? null
                : EnvironmentResponse.builder().variables(variables).build();
    }

    private static ImageConfigResponse imageConfig(ImageConfig config) {
        return config == null || config.equals(ImageConfig.builder().build())
                ? null
                : ImageConfigResponse.builder().imageConfig(config).build();
    }

    private static VpcConfigResponse vpc(VpcConfig config, String vpcId) {
        return config == null
                ? null
                : VpcConfigResponse.builder()
                        .subnetIds(config.subnetIds())
                        .securityGroupIds(config.securityGroupIds())
                        .vpcId(vpcId)
                        .ipv6AllowedForDualStack(Boolean.TRUE.equals(config.ipv6AllowedForDualStack()))
                        .build();
    }

    private static TracingConfigResponse tracing(TracingConfig config) {
        return TracingConfigResponse.builder()
                .mode(config == null ? TracingMode.PASS_THROUGH : config.mode())
                .build();
    }

    private static LoggingConfig logging(LoggingConfig asked, String name) {
        LoggingConfig given =
                Optional.ofNullable(asked).orElse(LoggingConfig.builder().build());
        boolean json = given.logFormat() == LogFormat.JSON;
        return given.copy(logging -> {
            logging.logFormat(json ? LogFormat.JSON : LogFormat.TEXT);
            logging.logGroup(Optional.ofNullable(given.logGroup()).orElse("/aws/lambda/" + name));
            if (json) {
                logging.applicationLogLevel(
                        Optional.ofNullable(given.applicationLogLevel()).orElse(ApplicationLogLevel.INFO));
                logging.systemLogLevel(
                        Optional.ofNullable(given.systemLogLevel()).orElse(SystemLogLevel.INFO));
            }
        });
    }
}
