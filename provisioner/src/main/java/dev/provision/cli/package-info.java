/**
 * The commands: options, a short {@code call()}, exit codes; and what a command needs of the machine it runs on, such as
 * starting the local cloud.
 *
 * <p>May use all other packages, but no type of the AWS SDK.
 */
package dev.provision.cli;
