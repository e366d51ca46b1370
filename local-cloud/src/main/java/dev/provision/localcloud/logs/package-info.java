/**
 * CloudWatch Logs: groups, streams, events.
 *
 * <p>May use {@code wire}, {@code state}, {@code time}.
 */
package dev.provision.localcloud.logs;
