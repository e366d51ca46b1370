/**
 * An environment under a load, second by second, without running anything: Lambda's instances and cold starts, Fargate's
 * tasks and queues, on the scaling rules as they are configured, and what it costs.
 *
 * <p>Makes no call. May use {@code config}, {@code cost} and the exceptions of {@code graph}.
 */
package dev.provision.simulate;
