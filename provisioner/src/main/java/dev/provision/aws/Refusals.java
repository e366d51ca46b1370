package dev.provision.aws;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/** Turns the errors of every service into {@link AwsRefused}, with the operation, which the SDK's exceptions lack. */
final class Refusals implements ExecutionInterceptor {
    @Override
    public Throwable modifyException(Context.FailedExecution context, ExecutionAttributes attributes) {
        if (!(context.exception() instanceof AwsServiceException answer)) {
            return context.exception();
        }
        AwsErrorDetails details = answer.awsErrorDetails();
        String code =
                details == null || details.errorCode() == null ? "HTTP " + answer.statusCode() : details.errorCode();
        String message = details == null || details.errorMessage() == null ? "no message" : details.errorMessage();
        return new AwsRefused(
                attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME),
                code,
                answer.statusCode(),
                message,
                answer.requestId() == null ? "" : answer.requestId(),
                answer);
    }
}
