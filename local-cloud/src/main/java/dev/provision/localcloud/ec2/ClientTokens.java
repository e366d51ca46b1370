package dev.provision.localcloud.ec2;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.Ec2Request;

/** Remembers what a create request with a client token made, so that the same request again makes nothing. */
final class ClientTokens {
    private static final int LONGEST = 64;
    private final Map<Key, Made> made = new HashMap<>();

    /**
     * The id of what the same request made before.
     *
     * @throws dev.provision.localcloud.wire.AwsError if the token was used with other parameters
     */
    Optional<String> earlier(Ec2Request request) {
        return key(request).map(made::get).map(earlier -> {
            if (!earlier.request().equals(request)) {
                throw Refusal.of(
                        "IdempotentParameterMismatch",
                        "The client token you have provided is associated with a resource that has different"
                                + " attributes from those specified in the request.");
            }
            return earlier.id();
        });
    }

    void remember(Ec2Request request, String id) {
        key(request).ifPresent(key -> made.put(key, new Made(request, id)));
    }

    private static Optional<Key> key(Ec2Request request) {
        return request.getValueForField("ClientToken", String.class)
                .filter(token -> !token.isEmpty())
                .map(token -> {
                    if (token.length() > LONGEST) {
                        throw Refusal.of(
                                "InvalidClientToken", "The client token is longer than " + LONGEST + " characters.");
                    }
                    return new Key(request.getClass(), token);
                });
    }

    private record Key(Class<?> operation, String token) {}

    private record Made(Ec2Request request, String id) {}
}
