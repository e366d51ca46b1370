/**
 * The page that shows what runs in this cloud, and what it is fed with.
 *
 * <p>May use {@code wire} and {@code lambda}; asks all services as their clients do.
 */
package dev.provision.localcloud.console;
