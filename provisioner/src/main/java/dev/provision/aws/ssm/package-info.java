/** Parameters of Systems Manager: the lock of an environment, and what the last {@code up} applied. */
package dev.provision.aws.ssm;
