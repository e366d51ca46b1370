/** The image repository and the images in it. */
package dev.provision.aws.ecr;
