/** The ECS cluster, task definitions and the services that run them on Fargate. */
package dev.provision.aws.ecs;
