/** AWS WAF: the web ACL in front of a load balancer. */
package dev.provision.aws.waf;
