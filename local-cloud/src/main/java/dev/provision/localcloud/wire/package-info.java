/**
 * The AWS protocols: reads requests into, and writes responses from, the model classes of the AWS SDK by walking their
 * {@code sdkFields()}, checks signatures' form, finds the operation and calls it.
 *
 * <p>Knows no service. A service is a class with methods such as {@code CreateVpcResponse createVpc(CreateVpcRequest)};
 * it says so by {@link dev.provision.localcloud.wire.AwsService}.
 */
package dev.provision.localcloud.wire;
