/**
 * STS: who a caller is, and temporary credentials for roles.
 *
 * <p>May use {@code wire}, {@code state}, {@code time}, {@code iam}.
 */
package dev.provision.localcloud.sts;
