/**
 * The architecture: which steps an environment is made of, and what they are called.
 *
 * <p>Composing a stack is pure: an {@code Environment} and the plans of its routes in, a {@code StepGraph} out. May use
 * {@code aws}, {@code release},
 * {@code config}, {@code graph} and {@code image}; has no type of the AWS SDK.
 */
package dev.provision.stack;
