/**
 * The caller's own rights: which actions on which resources a call needs ({@link dev.provision.localcloud.access.Needs}), and
 * whether a policy grants them. Only where a cloud was started with such a policy.
 *
 * <p>Reads requests by the names of their members, for all services alike. May use {@code wire}, {@code state}, {@code iam}.
 */
package dev.provision.localcloud.access;
