package dev.provision.release;

import java.time.Duration;

/**
 * How releases are done.
 *
 * @param strategy how requests move
 * @param limits what a new version is held to
 * @param keepPrevious how long a slot that served stays warm
 * @param keep how many releases are remembered
 * @param commit of the sources; an empty text where git does not know
 */
public record ReleaseSettings(Strategy strategy, Limits limits, Duration keepPrevious, int keep, String commit) {}
