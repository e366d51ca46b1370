/** Who calls. */
package dev.provision.aws.sts;
