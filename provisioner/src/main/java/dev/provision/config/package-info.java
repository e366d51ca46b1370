/**
 * The configuration of an environment: immutable records, their loading and their validation.
 *
 * <p>Uses Helidon Config and a YAML parser; nothing of the other packages but {@code ProvisionException}.
 */
package dev.provision.config;
