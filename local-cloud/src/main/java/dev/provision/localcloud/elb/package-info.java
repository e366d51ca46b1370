/**
 * Elastic Load Balancing v2, the control plane: load balancers, target groups, listeners, rules, targets.
 *
 * <p>May use {@code wire}, {@code state}, {@code time}, {@code network}, {@code acm}; {@code balancer} reads its model.
 */
package dev.provision.localcloud.elb;
