package dev.provision.aws;

import java.util.Set;

/** AWS answered a call with an error. Stays within {@code aws}: {@link Api} turns it into what the engine understands. */
public final class AwsRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String operation;
    private final String code;
    private final int status;

    AwsRefused(String operation, String code, int status, String message, String requestId, Throwable cause) {
        super(message + " (" + code + (requestId.isEmpty() ? "" : ", request " + requestId) + ")", cause);
        this.operation = operation;
        this.code = code;
        this.status = status;
    }

    /** The operation, for example {@code CreateVpc}. */
    public String operation() {
        return operation;
    }

    /** The error code, for example {@code InvalidVpcID.NotFound}. */
    public String code() {
        return code;
    }

    /** Whether the call may have had its effect all the same: AWS failed while it was at it. */
    boolean outcomeUnknown() {
        return status >= 500;
    }

    public boolean is(Set<String> codes) {
        return codes.contains(code);
    }

    public boolean is(String one) {
        return code.equals(one);
    }
}
