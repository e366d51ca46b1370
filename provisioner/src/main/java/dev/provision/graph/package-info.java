/**
 * The engine: resource steps, the graph of their needs, the runner and the poller, and the events they emit.
 *
 * <p>Knows no AWS service and no configuration; may use the JDK only.
 */
package dev.provision.graph;
