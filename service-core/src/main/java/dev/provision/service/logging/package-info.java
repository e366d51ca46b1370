/**
 * The lines the service writes to standard output: what happened ({@link dev.provision.service.logging.LogEvent}), how
 * it looks ({@link dev.provision.service.logging.LineFormat}) and where it goes
 * ({@link dev.provision.service.logging.LineLog}). Libraries reach the same lines through the JDK's
 * {@link java.lang.System.Logger}. Uses the JDK and Helidon's JSON, nothing else of the service: it is needed first and
 * by all. No java.util.logging, whose start-up costs more than all of this package and which stops logging the moment
 * the JVM begins to shut down.
 */
package dev.provision.service.logging;
