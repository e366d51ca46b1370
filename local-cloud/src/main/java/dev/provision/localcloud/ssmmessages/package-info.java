/**
 * The message gateway of Systems Manager, and the agent behind it: the sessions in which people run commands in containers,
 * over a WebSocket, in the messages of the session-manager-plugin.
 *
 * @see <a href="https://github.com/aws/session-manager-plugin">the client's side</a>
 * @see <a href="https://github.com/aws/amazon-ssm-agent">the agent's side</a>
 */
package dev.provision.localcloud.ssmmessages;
