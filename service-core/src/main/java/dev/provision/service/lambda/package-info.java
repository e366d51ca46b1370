/**
 * What makes the HTTP service a Lambda function: a loop that takes invocations from Lambda's Runtime API, turns load
 * balancer events into requests to the service's own listener, and its answers into Lambda's. Uses the JDK's sockets,
 * {@code json}, {@code logging} and the {@code Problem} of {@code http}; only Main's wiring uses this package, so that
 * a Fargate task loads none of it.
 */
package dev.provision.service.lambda;
