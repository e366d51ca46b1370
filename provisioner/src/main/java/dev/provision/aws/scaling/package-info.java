/** When tasks are added and removed: scalable targets, policies, and the alarms that set them off. */
package dev.provision.aws.scaling;
