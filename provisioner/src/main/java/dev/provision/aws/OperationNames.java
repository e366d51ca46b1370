package dev.provision.aws;

import java.util.Arrays;
import java.util.Optional;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/** Leaves the operation's name with every failure of a call: the SDK's exceptions do not know it. */
final class OperationNames implements ExecutionInterceptor {
    /** The name, carried as a suppressed exception: the SDK lets an interceptor return no other type than the failure's. */
    private static final class Name extends Exception {
        private static final long serialVersionUID = 1L;

        Name(String operation) {
            super(operation, null, false, false);
        }
    }

    @Override
    public Throwable modifyException(Context.FailedExecution context, ExecutionAttributes attributes) {
        Optional.ofNullable(attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME))
                .ifPresent(operation -> context.exception().addSuppressed(new Name(operation)));
        return context.exception();
    }

    /** The operation that failed; an empty text if it was none of a client with this interceptor. */
    static String of(Throwable failure) {
        return Arrays.stream(failure.getSuppressed())
                .filter(Name.class::isInstance)
                .findFirst()
                .map(Throwable::getMessage)
                .orElse("");
    }
}
