/** Secrets that containers are given: where they are kept and who may read them. Nothing here reads a value. */
package dev.provision.aws.secrets;
