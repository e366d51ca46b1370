/**
 * Builds the container image of a module and pushes it, without Docker: a jlink runtime, the dependencies, the
 * application, its launch configuration and an AOT cache as separate layers, through Jib.
 *
 * <p>{@link dev.provision.image.ServiceImage} is the way in. May use {@code config} and {@code ProvisionException}; knows
 * registries by address and credentials only, and no AWS service.
 */
package dev.provision.image;
