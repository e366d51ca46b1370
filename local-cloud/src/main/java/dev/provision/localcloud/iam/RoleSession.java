package dev.provision.localcloud.iam;

/**
 * Somebody who acts for a role.
 *
 * @param roleArn of the role
 * @param arn of the session, {@code arn:aws:sts::…:assumed-role/…}
 */
public record RoleSession(String roleArn, String arn) {}
