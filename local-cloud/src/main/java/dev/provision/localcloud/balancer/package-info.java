/**
 * The load balancers' data plane: listeners, TLS, forwarding to targets and functions, health probes, metrics.
 *
 * <p>Obeys {@code elb.routes}; may use {@code elb}'s contracts, {@code acm}'s certificates, {@code lambda.Invoker},
 * {@code cloudwatch.MetricSink}, {@code network}, {@code state}, {@code time}. The path of a request takes no lock but
 * once in a while the control plane's, to ask the network again whether a packet may pass.
 */
package dev.provision.localcloud.balancer;
