/**
 * The demo: one resource, and the description of its API. What makes it a Lambda function or a Fargate task is
 * {@code dev.provision.service}, of the module {@code service-core}.
 */
package dev.provision.demo;
