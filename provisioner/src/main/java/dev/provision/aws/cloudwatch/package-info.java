/** CloudWatch: metrics read, dashboards, and the alarms that tell people that something is wrong. */
package dev.provision.aws.cloudwatch;
