package dev.provision.localcloud.lambda;

import dev.provision.localcloud.runtime.Image;
import java.util.List;
import software.amazon.awssdk.services.lambda.model.Architecture;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.PackageType;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionCodeRequest;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionCodeResponse;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionConfigurationRequest;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionConfigurationResponse;

/** Changes of a function's code and configuration. */
final class FunctionUpdates extends LambdaApi {
    private final FunctionStore store;
    private final FunctionChecks checks;
    private final Configurations configurations;
    private final Lifecycle lifecycle;
    private final Versions versions;

    FunctionUpdates(
            FunctionStore store,
            FunctionChecks checks,
            Configurations configurations,
            Lifecycle lifecycle,
            Versions versions) {
        this.store = store;
        this.checks = checks;
        this.configurations = configurations;
        this.lifecycle = lifecycle;
        this.versions = versions;
    }

    public UpdateFunctionCodeResponse updateFunctionCode(UpdateFunctionCodeRequest request) {
        Function function = store.require(FunctionRef.of(request.functionName()).name());
        FunctionChecks.imagePackage(PackageType.IMAGE, request.imageUri());
        changeable(function, request.revisionId());
        Image image = checks.image(request.imageUri());
        List<Architecture> architectures = request.architectures().isEmpty()
                ? function.latest().config().architectures()
                : request.architectures();
        FunctionConfiguration config = configurations
                .touched(function.latest().config().toBuilder())
                .codeSha256(image.digest().replace("sha256:", ""))
                .architectures(architectures)
                .build();
        FunctionVersion changed = new FunctionVersion(config, request.imageUri(), image);
        if (Boolean.TRUE.equals(request.dryRun())) {
            return copy(config, UpdateFunctionCodeResponse.builder()).build();
        }
        lifecycle.update(function, changed);
        FunctionVersion answer =
                Boolean.TRUE.equals(request.publish()) ? versions.publish(function, "") : function.latest();
        return copy(answer.config(), UpdateFunctionCodeResponse.builder()).build();
    }

    public UpdateFunctionConfigurationResponse updateFunctionConfiguration(UpdateFunctionConfigurationRequest request) {
        Function function = store.require(FunctionRef.of(request.functionName()).name());
        changeable(function, request.revisionId());
        FunctionConfiguration config = configurations.updated(function.latest().config(), request);
        checks.check(config);
        FunctionVersion before = function.latest();
        lifecycle.update(function, new FunctionVersion(config, before.imageUri(), before.image()));
        return copy(function.latest().config(), UpdateFunctionConfigurationResponse.builder())
                .build();
    }

    /** @throws dev.provision.localcloud.wire.AwsError while the function is being made or changed, or it is not the revision expected */
    static void changeable(Function function, String revisionId) {
        FunctionVersion latest = function.latest();
        if (latest.updating()) {
            throw LambdaErrors.conflict(
                    "The operation cannot be performed at this time. An update is in progress for resource: "
                            + function.arn());
        }
        // A failed function can be mended.
        if (!latest.failed()) {
            active(latest);
        }
        if (revisionId != null && !revisionId.equals(latest.config().revisionId())) {
            throw LambdaErrors.preconditionFailed();
        }
    }

    /** @throws dev.provision.localcloud.wire.AwsError if a version is not active */
    static void active(FunctionVersion version) {
        if (!version.active()) {
            throw LambdaErrors.conflict(
                    "The operation cannot be performed at this time. The function is currently in the following state: "
                            + version.config().stateAsString());
        }
    }
}
