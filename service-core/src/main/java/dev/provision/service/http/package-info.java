/**
 * What the service answers over HTTP, alike on every compute: health, the demo resource, problems (RFC 9457), the
 * request log and the count of requests in flight. Uses Helidon's WebServer and the {@code logging} package; knows
 * nothing of Lambda.
 */
package dev.provision.service.http;
