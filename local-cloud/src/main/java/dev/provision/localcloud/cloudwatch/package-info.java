/**
 * CloudWatch: metrics, alarms, dashboards.
 *
 * <p>May use {@code wire}, {@code state}, {@code time}.
 */
package dev.provision.localcloud.cloudwatch;
