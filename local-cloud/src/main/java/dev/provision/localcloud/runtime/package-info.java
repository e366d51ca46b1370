/**
 * Runs images as processes: unpacks them once, starts them on a loopback address of their own, watches memory and CPU,
 * hands on their output, and ends them with the local cloud.
 *
 * <p>Knows no service; takes an image's configuration and layers, gives back a running container.
 */
package dev.provision.localcloud.runtime;
