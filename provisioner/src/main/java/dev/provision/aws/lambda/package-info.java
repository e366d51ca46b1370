/** Lambda functions, their versions and aliases, and what lets the load balancer call them. */
package dev.provision.aws.lambda;
