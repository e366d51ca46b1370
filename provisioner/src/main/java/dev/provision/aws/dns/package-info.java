/** Route 53: the zone that a domain name is in, and the records of an environment in it. */
package dev.provision.aws.dns;
