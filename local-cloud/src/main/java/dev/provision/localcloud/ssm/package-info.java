/**
 * Systems Manager: parameters.
 *
 * <p>May use {@code wire}, {@code state}, {@code time}.
 */
package dev.provision.localcloud.ssm;
