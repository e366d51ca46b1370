/**
 * Faults on purpose, by operation and count: refusals, throttling, delays, lost answers, closed connections.
 *
 * <p>May use {@code wire}, which asks it before every call, and {@code time}.
 */
package dev.provision.localcloud.fault;
