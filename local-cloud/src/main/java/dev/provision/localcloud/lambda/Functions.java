package dev.provision.localcloud.lambda;

import dev.provision.localcloud.runtime.Image;
import dev.provision.localcloud.state.Page;
import dev.provision.localcloud.wire.Answers;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.lambda.model.Concurrency;
import software.amazon.awssdk.services.lambda.model.CreateFunctionRequest;
import software.amazon.awssdk.services.lambda.model.CreateFunctionResponse;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionRequest;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionResponse;
import software.amazon.awssdk.services.lambda.model.FunctionCodeLocation;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationResponse;
import software.amazon.awssdk.services.lambda.model.GetFunctionRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionResponse;
import software.amazon.awssdk.services.lambda.model.ListFunctionsRequest;
import software.amazon.awssdk.services.lambda.model.ListFunctionsResponse;

/** Functions: create, look at, delete. */
final class Functions extends LambdaApi {
    private final FunctionStore store;
    private final FunctionChecks checks;
    private final Configurations configurations;
    private final Lifecycle lifecycle;
    private final Versions versions;

    Functions(
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

    @Answers(201)
    public CreateFunctionResponse createFunction(CreateFunctionRequest request) {
        FunctionRef ref = FunctionRef.of(request.functionName());
        String imageUri = request.code() == null ? null : request.code().imageUri();
        FunctionChecks.imagePackage(request.packageType(), imageUri);
        if (store.find(ref.name()).isPresent()) {
            throw LambdaErrors.conflict("Function already exist: " + ref.name());
        }
        Image image = checks.image(imageUri);
        String arn = store.arn(ref.name());
        FunctionConfiguration config =
                configurations.created(request, ref.name(), arn, image.digest().replace("sha256:", ""));
        checks.check(config);
        FunctionVersion first = new FunctionVersion(config, imageUri, image);
        var typical = lifecycle.start(first);
        Function function = new Function(ref.name(), arn, lifecycle.attached(first));
        function.tags().putAll(request.tags());
        store.add(function);
        lifecycle.activate(function, typical);
        FunctionVersion answer =
                Boolean.TRUE.equals(request.publish()) ? versions.publish(function, "") : function.latest();
        return copy(answer.config(), CreateFunctionResponse.builder()).build();
    }

    public GetFunctionResponse getFunction(GetFunctionRequest request) {
        FunctionRef ref = ref(request.functionName(), request.qualifier());
        FunctionVersion version = store.requireVersion(ref);
        Function function = store.require(ref.name());
        GetFunctionResponse.Builder response = GetFunctionResponse.builder()
                .configuration(shown(version, ref))
                .code(FunctionCodeLocation.builder()
                        .repositoryType("ECR")
                        .imageUri(version.imageUri())
                        .resolvedImageUri(version.resolvedImageUri())
                        .build());
        if (!function.tags().isEmpty()) {
            response.tags(function.tags());
        }
        function.reserved()
                .ifPresent(reserved -> response.concurrency(Concurrency.builder()
                        .reservedConcurrentExecutions(reserved)
                        .build()));
        return response.build();
    }

    public GetFunctionConfigurationResponse getFunctionConfiguration(GetFunctionConfigurationRequest request) {
        FunctionRef ref = ref(request.functionName(), request.qualifier());
        return copy(shown(store.requireVersion(ref), ref), GetFunctionConfigurationResponse.builder())
                .build();
    }

    /** Asked for by qualifier, the ARN has it, also {@code $LATEST} and an alias's name. */
    private FunctionConfiguration shown(FunctionVersion version, FunctionRef ref) {
        return version.config().copy(config -> config.functionArn(store.arn(ref)));
    }

    public ListFunctionsResponse listFunctions(ListFunctionsRequest request) {
        boolean all = "ALL".equals(request.functionVersionAsString());
        List<FunctionConfiguration> configs = store.all().stream()
                .flatMap(function -> all ? function.allVersions().stream() : Stream.of(function.latest()))
                .map(FunctionVersion::config)
                .toList();
        Page<FunctionConfiguration> page = page(configs, request.marker(), request.maxItems());
        return ListFunctionsResponse.builder()
                .functions(page.items())
                .nextMarker(page.nextToken().orElse(null))
                .build();
    }

    @Answers(204)
    public DeleteFunctionResponse deleteFunction(DeleteFunctionRequest request) {
        FunctionRef ref = ref(request.functionName(), request.qualifier());
        Function function = store.find(ref.name()).orElseThrow(() -> LambdaErrors.functionNotFound(store.arn(ref)));
        ref.qualifier().ifPresentOrElse(qualifier -> versions.delete(function, qualifier), () -> {
            store.remove(function);
            lifecycle.gone(function);
        });
        return DeleteFunctionResponse.builder().build();
    }

    static FunctionRef ref(String name, String qualifier) {
        return FunctionRef.of(name, Optional.ofNullable(qualifier));
    }

    static <T> Page<T> page(List<T> all, String marker, Integer maxItems) {
        int limit = Optional.ofNullable(maxItems).filter(max -> max > 0).orElse(50);
        return Page.of(all, marker, Math.min(limit, 50))
                .orElseThrow(() -> LambdaErrors.invalidParameter("Invalid Marker."));
    }
}
