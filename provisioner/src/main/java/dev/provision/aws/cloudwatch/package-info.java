/** CloudWatch: metrics read, dashboards, alarms that tell people that something is wrong, and which alarms are on. */
package dev.provision.aws.cloudwatch;
