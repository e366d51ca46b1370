/** IAM roles and the policies written into them. */
package dev.provision.aws.iam;
