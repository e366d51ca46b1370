/**
 * The cloud's clock and scheduler, which can run faster than the wall, and how long things take.
 *
 * <p>May use the JDK only. Everything that waits or happens later in the local cloud goes through {@code CloudTime}.
 */
package dev.provision.localcloud.time;
