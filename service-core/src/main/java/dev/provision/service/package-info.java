/**
 * What a deployed service has around its resources: one process that is an ECS Fargate task or a Lambda function, by its
 * environment.
 * {@link dev.provision.service.Service} reads the settings, starts the {@link dev.provision.service.Application} (the HTTP
 * server), on Lambda adds the Runtime API loop of {@code lambda}, and ends in order on SIGTERM. May use all packages
 * below; none of them uses this one.
 *
 * <p><b>Training run.</b> {@code java -XX:AOTCacheOutput=service.aot -Dservice.train=true -jar service.jar} starts the
 * server on a free loopback port, sends itself health, unknown-path requests and those in the jar's {@code META-INF/provision/training-requests} as load
 * balancer events through the Lambda loop against a Runtime API of its own, then exits 0 (1 when an answer had a status of
 * 500 or more). It needs no environment, no network beyond loopback and no writable directory but the cache's; an
 * image builder records an AOT cache with it that has the classes and profiles of both computes.
 */
package dev.provision.service;
