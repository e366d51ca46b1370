/**
 * Application Auto Scaling: scalable targets, step and target-tracking policies, and what they do when an alarm acts.
 *
 * <p>May use {@code wire}, {@code state}, {@code time}, {@code cloudwatch}; what is scaled is handed in as
 * {@link dev.provision.localcloud.autoscaling.Scalable}.
 */
package dev.provision.localcloud.autoscaling;
