package dev.provision.localcloud.lambda;

import dev.provision.localcloud.state.Page;
import dev.provision.localcloud.wire.Answers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.services.lambda.model.AliasConfiguration;
import software.amazon.awssdk.services.lambda.model.AliasRoutingConfiguration;
import software.amazon.awssdk.services.lambda.model.CreateAliasRequest;
import software.amazon.awssdk.services.lambda.model.CreateAliasResponse;
import software.amazon.awssdk.services.lambda.model.DeleteAliasRequest;
import software.amazon.awssdk.services.lambda.model.DeleteAliasResponse;
import software.amazon.awssdk.services.lambda.model.GetAliasRequest;
import software.amazon.awssdk.services.lambda.model.GetAliasResponse;
import software.amazon.awssdk.services.lambda.model.ListAliasesRequest;
import software.amazon.awssdk.services.lambda.model.ListAliasesResponse;
import software.amazon.awssdk.services.lambda.model.UpdateAliasRequest;
import software.amazon.awssdk.services.lambda.model.UpdateAliasResponse;

/** Aliases, and the weights by which they share invocations between two versions. */
final class Aliases extends LambdaApi {
    private final FunctionStore store;
    private final Lifecycle lifecycle;

    Aliases(FunctionStore store, Lifecycle lifecycle) {
        this.store = store;
        this.lifecycle = lifecycle;
    }

    @Answers(201)
    public CreateAliasResponse createAlias(CreateAliasRequest request) {
        Function function = function(request.functionName());
        String name = request.name();
        if (name == null || !name.matches("(?!^[0-9]+$)([a-zA-Z0-9-_]{1,128})")) {
            throw LambdaErrors.validation(
                    "name", name, "Member must satisfy regular expression pattern: (?!^[0-9]+$)([a-zA-Z0-9-_]+)");
        }
        String arn = function.arn() + ":" + name;
        if (function.aliases().containsKey(name)) {
            throw LambdaErrors.conflict("Alias already exists: " + arn);
        }
        AliasConfiguration alias = AliasConfiguration.builder()
                .aliasArn(arn)
                .name(name)
                .functionVersion(request.functionVersion())
                .description(Optional.ofNullable(request.description()).orElse(""))
                .routingConfig(routing(request.routingConfig()))
                .revisionId(UUID.randomUUID().toString())
                .build();
        validate(function, alias);
        function.aliases().put(name, alias);
        return copy(alias, CreateAliasResponse.builder()).build();
    }

    public UpdateAliasResponse updateAlias(UpdateAliasRequest request) {
        Function function = function(request.functionName());
        AliasConfiguration before = alias(function, request.name());
        if (request.revisionId() != null && !request.revisionId().equals(before.revisionId())) {
            throw LambdaErrors.preconditionFailed();
        }
        AliasConfiguration.Builder changed =
                before.toBuilder().revisionId(UUID.randomUUID().toString());
        Optional.ofNullable(request.functionVersion()).ifPresent(changed::functionVersion);
        Optional.ofNullable(request.description()).ifPresent(changed::description);
        if (request.routingConfig() != null) {
            changed.routingConfig(routing(request.routingConfig()));
        }
        AliasConfiguration alias = changed.build();
        validate(function, alias);
        function.aliases().put(alias.name(), alias);
        lifecycle.warm(function);
        return copy(alias, UpdateAliasResponse.builder()).build();
    }

    public GetAliasResponse getAlias(GetAliasRequest request) {
        AliasConfiguration alias = alias(function(request.functionName()), request.name());
        return copy(alias, GetAliasResponse.builder()).build();
    }

    public ListAliasesResponse listAliases(ListAliasesRequest request) {
        List<AliasConfiguration> aliases = function(request.functionName()).aliases().values().stream()
                .filter(alias -> request.functionVersion() == null
                        || alias.functionVersion().equals(request.functionVersion())
                        || weights(alias.routingConfig()).containsKey(request.functionVersion()))
                .toList();
        Page<AliasConfiguration> page = Functions.page(aliases, request.marker(), request.maxItems());
        return ListAliasesResponse.builder()
                .aliases(page.items())
                .nextMarker(page.nextToken().orElse(null))
                .build();
    }

    @Answers(204)
    public DeleteAliasResponse deleteAlias(DeleteAliasRequest request) {
        Function function = function(request.functionName());
        // Deleting an alias that is not there succeeds.
        function.aliases().remove(request.name());
        function.forgetQualifier(request.name());
        lifecycle.warm(function);
        return DeleteAliasResponse.builder().build();
    }

    private Function function(String name) {
        return store.require(FunctionRef.of(name).name());
    }

    private static AliasConfiguration alias(Function function, String name) {
        return Optional.ofNullable(function.aliases().get(name))
                .orElseThrow(() -> LambdaErrors.notFound("Cannot find alias arn: " + function.arn() + ":" + name));
    }

    /** The weights of the additional versions; empty if there are none. */
    static Map<String, Double> weights(AliasRoutingConfiguration routing) {
        return routing == null ? Map.of() : routing.additionalVersionWeights();
    }

    private static AliasRoutingConfiguration routing(AliasRoutingConfiguration asked) {
        return weights(asked).isEmpty() ? null : asked;
    }

    private static void validate(Function function, AliasConfiguration alias) {
        FunctionVersion main = version(function, alias.functionVersion());
        Map<String, Double> weights = weights(alias.routingConfig());
        if (weights.isEmpty()) {
            return;
        }
        if (weights.size() > 1) {
            throw LambdaErrors.invalidParameter(
                    "Number of items in AdditionalVersionWeights cannot be greater than 1.");
        }
        weights.forEach((number, weight) -> {
            if (weight < 0 || weight > 1) {
                throw LambdaErrors.validation("routingConfig", weights, "Map value must be between 0.0 and 1.0");
            }
            if (number.equals(FunctionVersion.LATEST) || alias.functionVersion().equals(FunctionVersion.LATEST)) {
                throw LambdaErrors.invalidParameter(
                        "$LATEST is not supported for an alias pointing to more than 1 version");
            }
            if (number.equals(alias.functionVersion())) {
                throw LambdaErrors.invalidParameter("Invalid function version " + number + ". Function version "
                        + number + " is already included in routing configuration.");
            }
            FunctionVersion other = version(function, number);
            if (!other.config().role().equals(main.config().role())) {
                throw LambdaErrors.invalidParameter(
                        "The two versions of an alias with weights must have the same execution role.");
            }
        });
    }

    private static FunctionVersion version(Function function, String number) {
        if (number == null || !number.matches("\\$LATEST|[0-9]+")) {
            throw LambdaErrors.validation(
                    "functionVersion", number, "Member must satisfy regular expression pattern: (\\$LATEST|[0-9]+)");
        }
        return function.version(number).orElseThrow(() -> LambdaErrors.functionNotFound(function.arn() + ":" + number));
    }
}
