/**
 * ACM: certificates, requested from a certificate authority of the local cloud's own, or imported.
 *
 * <p>May use {@code wire}, {@code state}, {@code time}. {@code elb} tells it which certificates are in use.
 */
package dev.provision.localcloud.acm;
