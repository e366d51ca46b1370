/**
 * ECS on Fargate: clusters, task definitions, services, tasks, and the scheduler that keeps services at their count.
 *
 * <p>May use {@code wire}, {@code state}, {@code time}, {@code iam}, {@code ecr}, {@code elb} (its {@code Targets}),
 * {@code network}, {@code logs}, {@code cloudwatch}, {@code autoscaling} (its {@code Scalable}), {@code runtime}.
 */
package dev.provision.localcloud.ecs;
