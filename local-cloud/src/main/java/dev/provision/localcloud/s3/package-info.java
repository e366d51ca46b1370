/**
 * S3, as far as the logs of load balancers and what a deployment keeps need it: buckets with their policies, and objects, which
 * are kept in memory. No versions, multipart uploads, access lists or encryption.
 *
 * <p>May use {@code wire}, {@code state}, {@code time} and {@code iam}.
 */
package dev.provision.localcloud.s3;
