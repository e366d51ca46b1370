/**
 * Secrets Manager: secrets with versions and staging labels, deletion with a recovery window, resource policies. No
 * rotation, no replicas, no key management behind it.
 *
 * <p>May use {@code wire}, {@code state} and {@code time}.
 */
package dev.provision.localcloud.secretsmanager;
