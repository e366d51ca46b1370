/**
 * The AWS protocols: reads requests into, and writes responses from, the model classes of the AWS SDK by walking their
 * {@code sdkFields()}, checks signatures' form, finds the operation and calls it; keeps the log of requests; owns the
 * HTTP server, on which other paths can be mounted by {@link dev.provision.localcloud.wire.HttpRoutes}.
 *
 * <p>Knows no service. A service is a class with methods such as {@code CreateVpcResponse createVpc(CreateVpcRequest)};
 * it says so by {@link dev.provision.localcloud.wire.AwsService}. May use {@code state} and {@code time}.
 */
package dev.provision.localcloud.wire;
