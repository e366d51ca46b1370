package dev.provision.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.service.RuntimeApiPeer.Answer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The process as Lambda starts it. */
@Timeout(120)
class LambdaProcessTest {
    private static final String HEALTH = """
            {"requestContext":{"elb":{"targetGroupArn":"arn"}},"httpMethod":"GET","path":"/lambda/health",
            "queryStringParameters":{},"headers":{"user-agent":"ELB-HealthChecker/2.0"},"body":"","isBase64Encoded":false}
            """;

    @Test
    void answersInvocationsAndEndsWithCode0OnSigterm() throws Exception {
        try (RuntimeApiPeer lambda = RuntimeApiPeer.start();
                ServiceProcess service = ServiceProcess.start(Map.of(
                        "AWS_LAMBDA_RUNTIME_API",
                        lambda.hostAndPort(),
                        "SERVICE_VERSION",
                        "2.0",
                        "AWS_LAMBDA_FUNCTION_NAME",
                        "demo",
                        "METRICS_EMBEDDED",
                        "true",
                        "SERVER_HOST",
                        "127.0.78.1"))) {
            Answer answer = lambda.invoke("p1", HEALTH, Duration.ofSeconds(30));
            assertThat(answer.json().getString("body"))
                    .contains("\"status\":\"UP\"", "\"compute\":\"lambda\"", "\"version\":\"2.0\"");
            service.terminate();
            assertThat(service.awaitExit()).isZero();
            assertThat(service.lines())
                    .filteredOn(line -> line.startsWith("{\"_aws\":"))
                    .singleElement()
                    .asString()
                    .contains("\"FunctionName\":\"demo\"", "\"ServerErrors\":0", "\"requestId\":\"p1\"");
        }
    }

    @Test
    void endsWithCode1WhenTheRuntimeApiBreaks() throws Exception {
        try (RuntimeApiPeer lambda = RuntimeApiPeer.start();
                ServiceProcess service = ServiceProcess.start(Map.of("AWS_LAMBDA_RUNTIME_API", lambda.hostAndPort()))) {
            lambda.awaitPoll();
            lambda.breakDown(500);
            assertThat(service.awaitExit()).isEqualTo(1);
            assertThat(service.lines()).anyMatch(line -> line.contains("The Runtime API answered 500"));
        }
    }

    @Test
    void tellsLambdaWhyItCannotStart() throws Exception {
        try (RuntimeApiPeer lambda = RuntimeApiPeer.start();
                ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServiceProcess service = ServiceProcess.start(Map.of(
                        "AWS_LAMBDA_RUNTIME_API",
                        lambda.hostAndPort(),
                        "SERVER_PORT",
                        Integer.toString(taken.getLocalPort())))) {
            Answer error = lambda.awaitInitError();
            assertThat(error.json().getString("errorType")).isEqualTo("Runtime.InitError");
            assertThat(error.json().getString("errorMessage")).contains("Cannot listen on 127.0.0.1");
            assertThat(service.awaitExit()).isEqualTo(1);
        }
    }
}
