package dev.provision.aws;

import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** AWS answered a call with an error. Stays within {@code aws}: {@link Api} turns it into what the engine understands. */
public final class AwsRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String operation;
    private final String code;
    private final int status;

    private AwsRefused(String operation, String code, String message, AwsServiceException answer) {
        super(message, answer);
        this.operation = operation;
        this.code = code;
        this.status = answer.statusCode();
    }

    static AwsRefused of(AwsServiceException answer) {
        Optional<AwsErrorDetails> details = Optional.ofNullable(answer.awsErrorDetails());
        String code = details.map(AwsErrorDetails::errorCode).orElse("HTTP " + answer.statusCode());
        String message = details.map(AwsErrorDetails::errorMessage).orElse("no message");
        String request = answer.requestId() == null ? "" : ", request " + answer.requestId();
        return new AwsRefused(OperationNames.of(answer), code, message + " (" + code + request + ")", answer);
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
