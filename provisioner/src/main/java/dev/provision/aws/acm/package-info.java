/** AWS Certificate Manager: certificates that are requested, proved by DNS and issued. */
package dev.provision.aws.acm;
