/**
 * Releases: slots, gates, the traffic shifter, history, rollback.
 *
 * <p>May use {@code aws} and {@code graph}; has no type of the AWS SDK. What decides ({@code Shifter}, {@code RoutePlan},
 * the gates) is pure; what acts is {@code ReleaseRunner}.
 */
package dev.provision.release;
