/**
 * OpenTelemetry, where a variable says where spans are to go; otherwise none of its classes is loaded, and none of these. Uses
 * the SDK with its own configuration by environment variables, Helidon's filters, and the {@code logging} package.
 */
package dev.provision.service.tracing;
