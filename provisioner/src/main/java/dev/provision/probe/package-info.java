/**
 * Measures a running environment from outside: requests through its load balancer, and what the logs say about the same
 * requests.
 *
 * <p>Makes HTTP requests, none to AWS. Uses the JDK only.
 */
package dev.provision.probe;
