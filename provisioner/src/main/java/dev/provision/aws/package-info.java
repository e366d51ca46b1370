/**
 * What the steps of all services share: the connection, the translation of errors, names, tags and inventories.
 *
 * <p>This package and those below it are the only place with types of the AWS SDK; they may use {@code graph}, and none
 * of them knows the configuration or which cloud it talks to.
 */
package dev.provision.aws;
