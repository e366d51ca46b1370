/**
 * SNS: topics, subscriptions, and the messages that were published, among them those of alarms. Messages are kept for whoever
 * wants to see them; they are sent to nobody.
 *
 * <p>May use {@code wire}, {@code state}, {@code time} and {@code cloudwatch}, whose alarms act on topics.
 */
package dev.provision.localcloud.sns;
