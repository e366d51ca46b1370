/**
 * Lambda: functions, versions, aliases, concurrency, and the execution environments that serve invocations.
 *
 * <p>May use {@code wire}, {@code state}, {@code time}, {@code iam}, {@code ecr}, {@code network}, {@code logs},
 * {@code cloudwatch}, {@code autoscaling} (its {@code Scalable}), {@code runtime}.
 */
package dev.provision.localcloud.lambda;
