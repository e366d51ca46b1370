package dev.provision.service.http;

import java.time.Instant;

/**
 * What runs here.
 *
 * @param compute {@code lambda}, {@code fargate} or {@code local}
 * @param version the release
 * @param startedAt when this process started
 */
public record ServiceIdentity(String compute, String version, Instant startedAt) {}
