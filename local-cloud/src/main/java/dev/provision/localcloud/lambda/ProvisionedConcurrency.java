package dev.provision.localcloud.lambda;

import dev.provision.localcloud.state.Page;
import dev.provision.localcloud.wire.Answers;
import dev.provision.localcloud.wire.AwsError;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.lambda.model.DeleteProvisionedConcurrencyConfigRequest;
import software.amazon.awssdk.services.lambda.model.DeleteProvisionedConcurrencyConfigResponse;
import software.amazon.awssdk.services.lambda.model.GetProvisionedConcurrencyConfigRequest;
import software.amazon.awssdk.services.lambda.model.GetProvisionedConcurrencyConfigResponse;
import software.amazon.awssdk.services.lambda.model.ListProvisionedConcurrencyConfigsRequest;
import software.amazon.awssdk.services.lambda.model.ListProvisionedConcurrencyConfigsResponse;
import software.amazon.awssdk.services.lambda.model.ProvisionedConcurrencyConfigListItem;
import software.amazon.awssdk.services.lambda.model.ProvisionedConcurrencyStatusEnum;
import software.amazon.awssdk.services.lambda.model.PutProvisionedConcurrencyConfigRequest;
import software.amazon.awssdk.services.lambda.model.PutProvisionedConcurrencyConfigResponse;

/** Environments that are kept warm for a version, named by itself or by an alias. */
final class ProvisionedConcurrency extends LambdaApi {
    private final FunctionStore store;
    private final Configurations configurations;
    private final Concurrency concurrency;
    private final Environments environments;
    private final Lifecycle lifecycle;

    ProvisionedConcurrency(
            FunctionStore store,
            Configurations configurations,
            Concurrency concurrency,
            Environments environments,
            Lifecycle lifecycle) {
        this.store = store;
        this.configurations = configurations;
        this.concurrency = concurrency;
        this.environments = environments;
        this.lifecycle = lifecycle;
    }

    @Answers(202)
    public PutProvisionedConcurrencyConfigResponse putProvisionedConcurrencyConfig(
            PutProvisionedConcurrencyConfigRequest request) {
        FunctionRef ref = Functions.ref(request.functionName(), request.qualifier());
        Integer requested = request.provisionedConcurrentExecutions();
        if (requested == null || requested < 1) {
            throw LambdaErrors.validation(
                    "provisionedConcurrentExecutions", requested, "Member must have value greater than or equal to 1");
        }
        return copy(put(ref, requested), PutProvisionedConcurrencyConfigResponse.builder())
                .build();
    }

    /** Keeps {@code requested} environments warm behind a qualifier. */
    ProvisionedConcurrencyConfigListItem put(FunctionRef ref, int requested) {
        Function function = store.require(ref.name());
        String qualifier = ref.qualifier().orElse("");
        FunctionVersion version = store.requireVersion(ref);
        if (version.version().equals(FunctionVersion.LATEST)) {
            throw LambdaErrors.invalidParameter(
                    "Provisioned Concurrency Configs cannot be applied to unpublished function versions.");
        }
        if (Optional.ofNullable(function.aliases().get(qualifier))
                .filter(alias -> !Aliases.weights(alias.routingConfig()).isEmpty())
                .isPresent()) {
            throw LambdaErrors.invalidParameter("Alias with weights can not be used with Provisioned Concurrency");
        }
        boolean elsewhere = function.provisioned().keySet().stream()
                .filter(other -> !other.equals(qualifier))
                .anyMatch(other -> function.qualified(other).equals(Optional.of(version)));
        if (elsewhere) {
            throw LambdaErrors.invalidParameter(
                    "Alias or version can't be used for Provisioned Concurrency configuration on an already Provisioned"
                            + " version");
        }
        checkRoom(function, qualifier, requested);
        function.provisioned().put(qualifier, new Provisioned(requested, configurations.modified()));
        lifecycle.warm(function);
        return describe(function, qualifier);
    }

    private void checkRoom(Function function, String qualifier, int requested) {
        int before = Optional.ofNullable(function.provisioned().get(qualifier))
                .map(Provisioned::requested)
                .orElse(0);
        if (function.reserved().isEmpty()) {
            concurrency.checkRoom(requested - before, "ConcurrentExecutions");
        } else if (function.provisionedTotal() - before + requested
                > function.reserved().getAsInt()) {
            throw LambdaErrors.invalidParameter("Requested Provisioned Concurrency should not be greater than the"
                    + " reservedConcurrentExecution for function");
        }
    }

    public GetProvisionedConcurrencyConfigResponse getProvisionedConcurrencyConfig(
            GetProvisionedConcurrencyConfigRequest request) {
        FunctionRef ref = Functions.ref(request.functionName(), request.qualifier());
        store.requireVersion(ref);
        Function function = store.require(ref.name());
        String qualifier = ref.qualifier().orElse("");
        if (!function.provisioned().containsKey(qualifier)) {
            throw new AwsError(
                    "ProvisionedConcurrencyConfigNotFoundException",
                    404,
                    "No Provisioned Concurrency Config found for this function",
                    Map.of("Type", "User"));
        }
        return copy(describe(function, qualifier), GetProvisionedConcurrencyConfigResponse.builder())
                .build();
    }

    public ListProvisionedConcurrencyConfigsResponse listProvisionedConcurrencyConfigs(
            ListProvisionedConcurrencyConfigsRequest request) {
        Function function = store.require(FunctionRef.of(request.functionName()).name());
        List<ProvisionedConcurrencyConfigListItem> configs = function.provisioned().keySet().stream()
                .map(qualifier -> describe(function, qualifier))
                .toList();
        Page<ProvisionedConcurrencyConfigListItem> page = Functions.page(configs, request.marker(), request.maxItems());
        return ListProvisionedConcurrencyConfigsResponse.builder()
                .provisionedConcurrencyConfigs(page.items())
                .nextMarker(page.nextToken().orElse(null))
                .build();
    }

    @Answers(204)
    public DeleteProvisionedConcurrencyConfigResponse deleteProvisionedConcurrencyConfig(
            DeleteProvisionedConcurrencyConfigRequest request) {
        delete(Functions.ref(request.functionName(), request.qualifier()));
        return DeleteProvisionedConcurrencyConfigResponse.builder().build();
    }

    /** Keeps nothing warm behind a qualifier any more. */
    void delete(FunctionRef ref) {
        Function function = store.require(ref.name());
        function.provisioned().remove(ref.qualifier().orElse(""));
        lifecycle.warm(function);
    }

    private ProvisionedConcurrencyConfigListItem describe(Function function, String qualifier) {
        Provisioned config = function.provisioned().get(qualifier);
        Fleet.Warmth warmth = function.qualified(qualifier)
                .map(version -> environments.warmth(version.id()))
                .orElse(new Fleet.Warmth(0, 0, Optional.empty()));
        int allocated = Math.min(warmth.allocated(), config.requested());
        ProvisionedConcurrencyStatusEnum status = allocated >= config.requested()
                ? ProvisionedConcurrencyStatusEnum.READY
                : warmth.failure().isPresent()
                        ? ProvisionedConcurrencyStatusEnum.FAILED
                        : ProvisionedConcurrencyStatusEnum.IN_PROGRESS;
        return ProvisionedConcurrencyConfigListItem.builder()
                .functionArn(function.arn() + ":" + qualifier)
                .requestedProvisionedConcurrentExecutions(config.requested())
                .allocatedProvisionedConcurrentExecutions(allocated)
                .availableProvisionedConcurrentExecutions(Math.min(warmth.available(), config.requested()))
                .status(status)
                .statusReason(
                        status == ProvisionedConcurrencyStatusEnum.FAILED
                                ? warmth.failure().orElse(null)
                                : null)
                .lastModified(config.modified())
                .build();
    }
}
