package dev.provision.localcloud.wire;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.protocols.core.OperationInfo;

/**
 * One operation of a service. What it stores or hands out, and is no member of its messages, it takes as a second argument
 * and answers as {@link ResponseBytes}, as in the SDK's clients.
 *
 * @param name as AWS spells it
 * @param service whose method it is
 * @param method takes the SDK's request, returns its response
 * @param path where it is, of a REST service
 */
record Operation(String name, AwsService service, Method method, RestPath path) {
    /** The operation that a method serves; empty if the method does not have the signature of one. */
    static Optional<Operation> of(AwsService service, Method method) {
        boolean takesBytes = method.getParameterCount() == 2 && method.getParameterTypes()[1].equals(byte[].class);
        if ((method.getParameterCount() != 1 && !takesBytes) || method.isBridge()) {
            return Optional.empty();
        }
        Class<?> request = method.getParameterTypes()[0];
        Class<?> answer = method.getReturnType();
        boolean fits = SdkPojo.class.isAssignableFrom(request)
                && (SdkPojo.class.isAssignableFrom(answer) || answer.equals(ResponseBytes.class))
                && request.getSimpleName().endsWith("Request");
        if (!fits) {
            return Optional.empty();
        }
        // A service may be a package-private class.
        method.setAccessible(true);
        OperationInfo info = info(request);
        String fallback = request.getSimpleName().replaceAll("Request$", "");
        String identifier = Optional.ofNullable(info.operationIdentifier()).orElse(fallback);
        return Optional.of(new Operation(
                identifier.substring(identifier.indexOf('.') + 1),
                service,
                method,
                RestPath.of(info.httpMethod().name(), template(request, info.requestUri()), queryMembers(request))));
    }

    /** The parameters of the query that are members of a request. */
    private static Set<String> queryMembers(Class<?> request) {
        return builder(request).sdkFields().stream()
                .filter(field -> field.location() == MarshallLocation.QUERY_PARAM)
                .map(SdkField::locationName)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The SDK has S3's buckets not in the path but in the endpoint: a member that the path lacks comes first in it. */
    private static String template(Class<?> request, String requestUri) {
        return builder(request).sdkFields().stream()
                        .filter(field -> field.location() == MarshallLocation.PATH)
                        .map(field -> "{" + field.locationName() + "}")
                        .filter(name -> !requestUri.contains(name))
                        .map(name -> "/" + name)
                        .collect(Collectors.joining())
                + requestUri;
    }

    private static SdkPojo builder(Class<?> request) {
        try {
            return (SdkPojo) request.getMethod("builder").invoke(null);
        } catch (ReflectiveOperationException changed) {
            throw new IllegalStateException("no builder for " + request, changed);
        }
    }

    /**
     * The SDK keeps paths and the exact spelling of names in its marshallers only.
     *
     * @throws IllegalStateException if this version of the SDK keeps them elsewhere
     */
    private static OperationInfo info(Class<?> request) {
        String marshaller = request.getPackageName().replaceAll("\\.model$", ".transform.") + request.getSimpleName()
                + "Marshaller";
        try {
            Field binding = Class.forName(marshaller).getDeclaredField("SDK_OPERATION_BINDING");
            binding.setAccessible(true);
            return (OperationInfo) binding.get(null);
        } catch (ReflectiveOperationException changed) {
            throw new IllegalStateException("no operation info in " + marshaller, changed);
        }
    }

    /** A new builder of the request. */
    SdkPojo newRequest() {
        return builder(method.getParameterTypes()[0]);
    }

    /** Whether it takes the body as it is. */
    boolean takesBytes() {
        return method.getParameterCount() == 2;
    }

    boolean unlocked() {
        return method.isAnnotationPresent(Unlocked.class);
    }

    /** The HTTP status of success. */
    int status() {
        Answers answers = method.getAnnotation(Answers.class);
        return answers == null ? 200 : answers.value();
    }

    /** What an operation answers: the message, and the bytes that come instead of a document. */
    record Answered(SdkPojo message, Optional<byte[]> bytes) {}

    /** Calls the service; what it throws comes out as it is. */
    SdkPojo call(SdkPojo request) {
        return call(request, new byte[0]).message();
    }

    /**
     * Calls the service; what it throws comes out as it is.
     *
     * @param bytes the body, for operations that take it as it is
     */
    Answered call(SdkPojo request, byte[] bytes) {
        try {
            Object answer = method.getParameterCount() == 1
                    ? method.invoke(service, request)
                    : method.invoke(service, request, bytes);
            return answer instanceof ResponseBytes<?> stored
                    ? new Answered((SdkPojo) stored.response(), Optional.of(stored.asByteArrayUnsafe()))
                    : new Answered((SdkPojo) answer, Optional.empty());
        } catch (InvocationTargetException thrown) {
            if (thrown.getCause() instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            if (thrown.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(name, thrown.getCause());
        } catch (IllegalAccessException closed) {
            throw new IllegalStateException(name, closed);
        }
    }
}
