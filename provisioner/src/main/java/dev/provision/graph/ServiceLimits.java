package dev.provision.graph;

import java.util.Map;

/**
 * How many calls may be under way at once, by {@link ResourceStep#service()}.
 *
 * @param standard for services that are not named
 * @param named for single services
 */
public record ServiceLimits(int standard, Map<String, Integer> named) {
    public ServiceLimits {
        named = Map.copyOf(named);
        if (standard < 1 || named.values().stream().anyMatch(limit -> limit < 1)) {
            throw new IllegalArgumentException("a service needs room for at least one call");
        }
    }

    /** Ten calls at once for every service: well below the rates at which providers throttle. */
    public static ServiceLimits ofTen() {
        return new ServiceLimits(10, Map.of());
    }

    int of(String service) {
        return named.getOrDefault(service, standard);
    }
}
