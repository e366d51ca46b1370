package dev.provision.release;

/**
 * What is known at an instant about the new version, over all routes of the release.
 *
 * @param health of its targets
 * @param smoke of requests that only the probe makes; a hold while there is no probe
 * @param traffic of the clients' requests that it gets; a hold while too few
 * @param lowest the smallest share of the requests that it gets on any route, in percent
 * @param highest the largest
 */
public record Observation(Verdict health, Verdict smoke, Verdict traffic, int lowest, int highest) {}
