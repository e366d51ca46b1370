/**
 * The client's side of a session with Systems Manager: a WebSocket on which input and output of a program travel, in the
 * messages of AWS's session-manager-plugin, so that nobody needs that.
 */
package dev.provision.aws.ssmmessages;
