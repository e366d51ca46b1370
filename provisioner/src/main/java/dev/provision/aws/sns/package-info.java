/** SNS: the topic that alarms tell, and who is told by it. */
package dev.provision.aws.sns;
