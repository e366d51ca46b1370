/**
 * ECR: repositories and images by its API, and an OCI registry that clients push to and pull from.
 *
 * <p>May use {@code wire}, {@code state}, {@code time}, {@code iam}, and hands images to {@code runtime}.
 */
package dev.provision.localcloud.ecr;
