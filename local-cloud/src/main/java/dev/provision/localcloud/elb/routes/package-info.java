/**
 * What listeners do with requests, compiled from the load balancers' model: immutable, so that the data path reads it
 * without a lock. The contract between {@code elb}, which writes it, and {@code balancer}, which obeys it.
 *
 * <p>May use the JDK only.
 */
package dev.provision.localcloud.elb.routes;
