package dev.provision.stack;

/**
 * The address that an environment's alarms write to.
 *
 * @param confirmed whether somebody there has followed the link that SNS sent; without that nobody is told
 */
public record AlarmMail(String address, boolean confirmed) {}
