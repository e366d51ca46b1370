package dev.provision.localcloud.lambda;

import java.util.List;
import software.amazon.awssdk.services.lambda.model.GetFunctionCodeSigningConfigRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionCodeSigningConfigResponse;
import software.amazon.awssdk.services.lambda.model.GetFunctionEventInvokeConfigRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionEventInvokeConfigResponse;
import software.amazon.awssdk.services.lambda.model.GetFunctionRecursionConfigRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionRecursionConfigResponse;
import software.amazon.awssdk.services.lambda.model.GetFunctionUrlConfigRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionUrlConfigResponse;
import software.amazon.awssdk.services.lambda.model.GetRuntimeManagementConfigRequest;
import software.amazon.awssdk.services.lambda.model.GetRuntimeManagementConfigResponse;
import software.amazon.awssdk.services.lambda.model.ListEventSourceMappingsRequest;
import software.amazon.awssdk.services.lambda.model.ListEventSourceMappingsResponse;
import software.amazon.awssdk.services.lambda.model.ListFunctionEventInvokeConfigsRequest;
import software.amazon.awssdk.services.lambda.model.ListFunctionEventInvokeConfigsResponse;
import software.amazon.awssdk.services.lambda.model.ListFunctionUrlConfigsRequest;
import software.amazon.awssdk.services.lambda.model.ListFunctionUrlConfigsResponse;
import software.amazon.awssdk.services.lambda.model.ListLayersRequest;
import software.amazon.awssdk.services.lambda.model.ListLayersResponse;
import software.amazon.awssdk.services.lambda.model.RecursiveLoop;
import software.amazon.awssdk.services.lambda.model.UpdateRuntimeOn;

/** Features that no function here has, for clients that look whether it does. */
final class FunctionExtras extends LambdaApi {
    private final FunctionStore store;

    FunctionExtras(FunctionStore store) {
        this.store = store;
    }

    public ListEventSourceMappingsResponse listEventSourceMappings(ListEventSourceMappingsRequest request) {
        return ListEventSourceMappingsResponse.builder()
                .eventSourceMappings(List.of())
                .build();
    }

    public ListFunctionUrlConfigsResponse listFunctionUrlConfigs(ListFunctionUrlConfigsRequest request) {
        function(request.functionName());
        return ListFunctionUrlConfigsResponse.builder()
                .functionUrlConfigs(List.of())
                .build();
    }

    public GetFunctionUrlConfigResponse getFunctionUrlConfig(GetFunctionUrlConfigRequest request) {
        function(request.functionName());
        throw LambdaErrors.notFound("The resource you requested does not exist.");
    }

    public ListFunctionEventInvokeConfigsResponse listFunctionEventInvokeConfigs(
            ListFunctionEventInvokeConfigsRequest request) {
        function(request.functionName());
        return ListFunctionEventInvokeConfigsResponse.builder()
                .functionEventInvokeConfigs(List.of())
                .build();
    }

    public GetFunctionEventInvokeConfigResponse getFunctionEventInvokeConfig(
            GetFunctionEventInvokeConfigRequest request) {
        FunctionRef ref = Functions.ref(request.functionName(), request.qualifier());
        function(ref.name());
        throw LambdaErrors.notFound("The function " + store.arn(ref) + " doesn't have an EventInvokeConfig");
    }

    public ListLayersResponse listLayers(ListLayersRequest request) {
        return ListLayersResponse.builder().layers(List.of()).build();
    }

    public GetFunctionCodeSigningConfigResponse getFunctionCodeSigningConfig(
            GetFunctionCodeSigningConfigRequest request) {
        return GetFunctionCodeSigningConfigResponse.builder()
                .functionName(function(request.functionName()).name())
                .build();
    }

    public GetFunctionRecursionConfigResponse getFunctionRecursionConfig(GetFunctionRecursionConfigRequest request) {
        function(request.functionName());
        return GetFunctionRecursionConfigResponse.builder()
                .recursiveLoop(RecursiveLoop.TERMINATE)
                .build();
    }

    public GetRuntimeManagementConfigResponse getRuntimeManagementConfig(GetRuntimeManagementConfigRequest request) {
        FunctionRef ref = Functions.ref(request.functionName(), request.qualifier());
        store.requireVersion(ref);
        return GetRuntimeManagementConfigResponse.builder()
                .updateRuntimeOn(UpdateRuntimeOn.AUTO)
                .functionArn(store.arn(ref))
                .build();
    }

    private Function function(String name) {
        return store.require(FunctionRef.of(name).name());
    }
}
