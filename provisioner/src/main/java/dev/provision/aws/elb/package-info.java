/** The load balancer: target groups, listeners, and the rules that send requests to slots. */
package dev.provision.aws.elb;
