/** What carries the tags of an environment, whatever service it belongs to. */
package dev.provision.aws.tagging;
