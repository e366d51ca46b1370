/**
 * What an environment costs: the price book, the model that turns configuration and load into a monthly table, and the
 * comparison of Lambda with Fargate.
 *
 * <p>Makes no call to AWS but the one that refreshes the price book from the public price list. May use {@code config} and
 * the exceptions of {@code graph}.
 */
package dev.provision.cost;
