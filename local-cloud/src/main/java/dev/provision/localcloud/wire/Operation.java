package dev.provision.localcloud.wire;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.protocols.core.OperationInfo;

/**
 * One operation of a service.
 *
 * @param name as AWS spells it
 * @param service whose method it is
 * @param method takes the SDK's request, returns its response
 * @param path where it is, of a REST service
 */
record Operation(String name, AwsService service, Method method, RestPath path) {
    /** The operation that a method serves; empty if the method does not have the signature of one. */
    static Optional<Operation> of(AwsService service, Method method) {
        if (method.getParameterCount() != 1 || method.isBridge()) {
            return Optional.empty();
        }
        Class<?> request = method.getParameterTypes()[0];
        boolean fits = SdkPojo.class.isAssignableFrom(request)
                && SdkPojo.class.isAssignableFrom(method.getReturnType())
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
                RestPath.of(info.httpMethod().name(), template(request, info.requestUri()))));
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

    boolean unlocked() {
        return method.isAnnotationPresent(Unlocked.class);
    }

    /** The HTTP status of success. */
    int status() {
        Answers answers = method.getAnnotation(Answers.class);
        return answers == null ? 200 : answers.value();
    }

    /** Calls the service; what it throws comes out as it is. */
    SdkPojo call(SdkPojo request) {
        try {
            return (SdkPojo) method.invoke(service, request);
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
