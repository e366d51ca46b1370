package dev.provision.localcloud.wire;

import java.util.Map;

/** Refuses a request the way AWS does. */
public final class AwsError extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String code;
    private final int status;
    private final transient Map<String, String> details;

    /**
     * @param code AWS's error code, for example {@code InvalidVpcID.NotFound}; for JSON services the exception's shape name
     * @param status the HTTP status
     * @param message AWS's words
     */
    public AwsError(String code, int status, String message) {
        this(code, status, message, Map.of());
    }

    /**
     * @param details further members of the error's shape, for example Lambda's {@code Type} or {@code Reason}; of a service
     *     with a query protocol, {@code __type} is the shape's name where it is not the code
     */
    public AwsError(String code, int status, String message, Map<String, String> details) {
        super(message, null, false, false);
        this.code = code;
        this.status = status;
        this.details = Map.copyOf(details);
    }

    /** The usual refusal: status 400. */
    public static AwsError badRequest(String code, String message) {
        return new AwsError(code, 400, message);
    }

    public String code() {
        return code;
    }

    public int status() {
        return status;
    }

    public Map<String, String> details() {
        return details;
    }
}
