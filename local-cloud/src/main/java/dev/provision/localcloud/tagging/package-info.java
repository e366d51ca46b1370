/**
 * Resource Groups Tagging: finds and changes the tags of every service's resources.
 *
 * <p>May use {@code wire}, {@code state}; services are known to it as {@code TaggedResources} only.
 */
package dev.provision.localcloud.tagging;
