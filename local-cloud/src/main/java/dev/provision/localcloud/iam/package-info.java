/**
 * IAM: roles, policies, and the evaluation of what a role may do.
 *
 * <p>May use {@code wire}, {@code state}, {@code time}.
 */
package dev.provision.localcloud.iam;
