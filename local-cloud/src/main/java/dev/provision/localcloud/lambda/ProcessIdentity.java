package dev.provision.localcloud.lambda;

import java.util.Map;

/** Makes the AWS SDKs in a process act for a role, on this cloud. */
@FunctionalInterface
public interface ProcessIdentity {
    /** The environment variables that do; called under the control-plane lock. */
    Map<String, String> variables(String roleArn, String sessionName);
}
