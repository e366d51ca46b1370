package dev.provision.aws.acm;

/** The ARN of a certificate. */
public record CertificateArn(String value) {}
