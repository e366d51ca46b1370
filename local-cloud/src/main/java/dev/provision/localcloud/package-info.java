/**
 * The assembly: a whole local cloud ({@link dev.provision.localcloud.LocalCloud}), the process around it
 * ({@link dev.provision.localcloud.Main}), and the one place where services are made and connected
 * ({@link dev.provision.localcloud.Services}).
 *
 * <p>May use every other package; none may use it.
 */
package dev.provision.localcloud;
