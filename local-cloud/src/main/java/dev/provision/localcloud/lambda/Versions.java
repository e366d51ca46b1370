package dev.provision.localcloud.lambda;

import dev.provision.localcloud.state.Page;
import dev.provision.localcloud.wire.Answers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.lambda.model.AliasConfiguration;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.ListVersionsByFunctionRequest;
import software.amazon.awssdk.services.lambda.model.ListVersionsByFunctionResponse;
import software.amazon.awssdk.services.lambda.model.PublishVersionRequest;
import software.amazon.awssdk.services.lambda.model.PublishVersionResponse;
import software.amazon.awssdk.services.lambda.model.State;
import software.amazon.awssdk.services.lambda.model.StateReasonCode;

/** Published versions. */
final class Versions extends LambdaApi {
    private final FunctionStore store;
    private final Configurations configurations;
    private final Lifecycle lifecycle;

    Versions(FunctionStore store, Configurations configurations, Lifecycle lifecycle) {
        this.store = store;
        this.configurations = configurations;
        this.lifecycle = lifecycle;
    }

    @Answers(201)
    public PublishVersionResponse publishVersion(PublishVersionRequest request) {
        Function function = store.require(FunctionRef.of(request.functionName()).name());
        FunctionUpdates.changeable(function, request.revisionId());
        FunctionUpdates.active(function.latest());
        String codeSha256 = function.latest().config().codeSha256();
        if (request.codeSha256() != null && !request.codeSha256().equals(codeSha256)) {
            throw LambdaErrors.invalidParameter("CodeSHA256 (" + request.codeSha256()
                    + ") is different from current CodeSHA256 in $LATEST (" + codeSha256
                    + "). Please try again with the CodeSHA256 in $LATEST.");
        }
        FunctionVersion version =
                publish(function, Optional.ofNullable(request.description()).orElse(""));
        return copy(version.config(), PublishVersionResponse.builder()).build();
    }

    /**
     * Publishes {@code $LATEST}; answers with the last published version if nothing has changed since.
     *
     * @param description empty for that of {@code $LATEST}
     */
    FunctionVersion publish(Function function, String description) {
        FunctionVersion latest = function.latest();
        Optional<FunctionVersion> last =
                Optional.ofNullable(function.published().lastEntry()).map(Map.Entry::getValue);
        if (last.filter(same -> same.substance().equals(latest.substance())).isPresent()) {
            return last.get();
        }
        int number = function.nextVersion();
        FunctionConfiguration config = configurations
                .touched(latest.config().toBuilder())
                .version(String.valueOf(number))
                .functionArn(function.arn() + ":" + number)
                .description(description.isEmpty() ? latest.config().description() : description)
                .state(State.PENDING)
                .stateReason("The function is being created.")
                .stateReasonCode(StateReasonCode.CREATING)
                .lastUpdateStatus((String) null)
                .lastUpdateStatusReason(null)
                .lastUpdateStatusReasonCode((String) null)
                .build();
        FunctionVersion version = lifecycle.attached(new FunctionVersion(config, latest.imageUri(), latest.image()));
        function.published().put(number, version);
        lifecycle.publish(function, number);
        return version;
    }

    /** Deletes a published version. */
    void delete(Function function, String qualifier) {
        if (qualifier.equals(FunctionVersion.LATEST)) {
            throw LambdaErrors.invalidParameter("$LATEST version cannot be deleted without deleting the function.");
        }
        if (!qualifier.matches("\\d{1,9}")) {
            throw LambdaErrors.invalidParameter(
                    "Deletion of aliases is not currently supported by this operation. Use DeleteAlias.");
        }
        List<String> users = function.aliases().values().stream()
                .filter(alias -> alias.functionVersion().equals(qualifier)
                        || Aliases.weights(alias.routingConfig()).containsKey(qualifier))
                .map(AliasConfiguration::name)
                .toList();
        if (!users.isEmpty()) {
            throw LambdaErrors.conflict("Version " + qualifier + " is currently referenced by alias(es): " + users
                    + ". Please remove the alias(es) before deleting the version.");
        }
        // Deleting a version that is not there succeeds.
        Optional.ofNullable(function.published().remove(Integer.valueOf(qualifier)))
                .ifPresent(lifecycle::gone);
        function.forgetQualifier(qualifier);
    }

    public ListVersionsByFunctionResponse listVersionsByFunction(ListVersionsByFunctionRequest request) {
        Function function = store.require(FunctionRef.of(request.functionName()).name());
        List<FunctionConfiguration> configs = function.allVersions().stream()
                .map(FunctionVersion::config)
                .map(config -> config.copy(c -> c.functionArn(function.arn() + ":" + config.version())))
                .toList();
        Page<FunctionConfiguration> page = Functions.page(configs, request.marker(), request.maxItems());
        return ListVersionsByFunctionResponse.builder()
                .versions(page.items())
                .nextMarker(page.nextToken().orElse(null))
                .build();
    }
}
