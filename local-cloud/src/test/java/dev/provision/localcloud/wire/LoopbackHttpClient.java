package dev.provision.localcloud.wire;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.http.SdkHttpRequest;

/** The transport of a real SDK client that ends in this JVM: what the client writes is handed to a function. */
record LoopbackHttpClient(Function<WireRequest, WireResponse> server) implements SdkHttpClient {
    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() throws IOException {
                return response(server.apply(request(request)));
            }

            @Override
            public void abort() {}
        };
    }

    private static WireRequest request(HttpExecuteRequest execution) throws IOException {
        SdkHttpRequest http = execution.httpRequest();
        Map<String, List<String>> headers = new HashMap<>();
        http.headers().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
        byte[] body = new byte[0];
        if (execution.contentStreamProvider().isPresent()) {
            body = execution.contentStreamProvider().get().newStream().readAllBytes();
        }
        return new WireRequest(
                http.method().name(), http.encodedPath(), http.rawQueryParameters(), headers, body, "127.0.0.1");
    }

    private static HttpExecuteResponse response(WireResponse answer) {
        SdkHttpFullResponse.Builder http = SdkHttpFullResponse.builder().statusCode(answer.status());
        answer.headers().forEach(http::putHeader);
        return HttpExecuteResponse.builder()
                .response(http.build())
                .responseBody(AbortableInputStream.create(new ByteArrayInputStream(answer.body())))
                .build();
    }

    @Override
    public void close() {}
}
