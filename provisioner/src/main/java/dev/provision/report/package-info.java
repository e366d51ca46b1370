/**
 * Shows what happens: renders events as a live view, as plain lines or as JSON lines, and results as tables. The only place
 * that prints.
 *
 * <p>May use {@code graph}.
 */
package dev.provision.report;
