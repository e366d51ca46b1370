/** Composes steps into the architecture. Placeholder until the steps land. */
package dev.provision.stack;
