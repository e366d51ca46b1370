package dev.provision.aws.dns;

/** The id of a hosted zone, without the path that Route 53 puts before it. */
public record HostedZoneId(String value) {}
