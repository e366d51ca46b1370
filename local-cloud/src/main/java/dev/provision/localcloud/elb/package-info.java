/**
 * Elastic Load Balancing v2, the control plane: load balancers, target groups, listeners, rules, targets.
 *
 * <p>May use {@code wire}, {@code state}, {@code time}, {@code network}, {@code acm}, {@code lambda.Invoker}, {@code s3.Deliveries} and
 * {@code cloudwatch.MetricSink}. {@code balancer} implements its {@code DataPlane} and reads {@code elb.routes}.
 */
package dev.provision.localcloud.elb;
