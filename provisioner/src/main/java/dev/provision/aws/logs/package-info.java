/** CloudWatch log groups. */
package dev.provision.aws.logs;
