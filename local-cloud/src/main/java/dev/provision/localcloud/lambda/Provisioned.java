package dev.provision.localcloud.lambda;

/**
 * A provisioned concurrency configuration; how far it is, the fleet of the version knows.
 *
 * @param requested environments to keep warm
 * @param modified when it was last set, in Lambda's form
 */
record Provisioned(int requested, String modified) {}
