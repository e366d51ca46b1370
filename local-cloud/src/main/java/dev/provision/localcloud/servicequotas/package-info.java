/**
 * Service Quotas: tells which limits the account has. The limits themselves are {@link dev.provision.localcloud.state.Quotas},
 * which the services ask that enforce them.
 *
 * <p>May use {@code wire} and {@code state}.
 */
package dev.provision.localcloud.servicequotas;
