/**
 * What every service of the local cloud shares: the lock that serialises the control plane, identifiers, ARNs, tags.
 *
 * <p>May use the JDK only.
 */
package dev.provision.localcloud.state;
