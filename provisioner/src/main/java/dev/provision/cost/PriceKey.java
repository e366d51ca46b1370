package dev.provision.cost;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One price of the price book, in US dollars for the unit that its name ends with. */
public enum PriceKey {
    LAMBDA_REQUEST(Offer.LAMBDA, "Request"),
    LAMBDA_REQUEST_ARM(Offer.LAMBDA, "Request-ARM"),
    LAMBDA_GB_SECOND(Offer.LAMBDA, "Lambda-GB-Second"),
    LAMBDA_GB_SECOND_ARM(Offer.LAMBDA, "Lambda-GB-Second-ARM"),
    /** What provisioned concurrency costs while it waits. */
    LAMBDA_KEPT_WARM_GB_SECOND(Offer.LAMBDA, "Lambda-Provisioned-Concurrency"),
    LAMBDA_KEPT_WARM_GB_SECOND_ARM(Offer.LAMBDA, "Lambda-Provisioned-Concurrency-ARM"),
    /** What a request costs that provisioned concurrency serves: less than one that it does not. */
    LAMBDA_WARM_GB_SECOND(Offer.LAMBDA, "Lambda-Provisioned-GB-Second"),
    LAMBDA_WARM_GB_SECOND_ARM(Offer.LAMBDA, "Lambda-Provisioned-GB-Second-ARM"),
    FARGATE_VCPU_HOUR(Offer.FARGATE, "Fargate-vCPU-Hours:perCPU"),
    FARGATE_VCPU_HOUR_ARM(Offer.FARGATE, "Fargate-ARM-vCPU-Hours:perCPU"),
    FARGATE_GB_HOUR(Offer.FARGATE, "Fargate-GB-Hours"),
    FARGATE_GB_HOUR_ARM(Offer.FARGATE, "Fargate-ARM-GB-Hours"),
    ALB_HOUR(Offer.BALANCING, "LoadBalancerUsage", "productFamily", "Load Balancer-Application"),
    ALB_LCU_HOUR(Offer.BALANCING, "LCUUsage", "productFamily", "Load Balancer-Application"),
    NAT_GATEWAY_HOUR(Offer.COMPUTE, "NatGateway-Hours"),
    NAT_GATEWAY_GB(Offer.COMPUTE, "NatGateway-Bytes"),
    PUBLIC_IPV4_HOUR(Offer.NETWORK, "PublicIPv4:InUseAddress"),
    LOGS_GB(Offer.CLOUDWATCH, "DataProcessing-Bytes", "operation", "PutLogEvents"),
    LOGS_KEPT_GB_MONTH(Offer.CLOUDWATCH, "TimedStorage-ByteHrs"),
    ALARM_MONTH(Offer.CLOUDWATCH, "CW:AlarmMonitorUsage"),
    IMAGE_GB_MONTH(Offer.REGISTRY, "TimedStorage-ByteHrs");

    private final Offer offer;
    private final Pattern usageType;
    private final String attribute;
    private final String value;

    PriceKey(Offer offer, String usageType) {
        this(offer, usageType, "", "");
    }

    /**
     * @param usageType without the region's prefix, such as {@code EUW2-}
     * @param attribute that tells the product from others of this usage type; empty where there are none
     */
    PriceKey(Offer offer, String usageType, String attribute, String value) {
        this.offer = offer;
        this.usageType = Pattern.compile("(?:[A-Z]+[0-9]*-)?" + Pattern.quote(usageType));
        this.attribute = attribute;
        this.value = value;
    }

    /** Its name in the price book's file, for example {@code lambda-gb-second}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<PriceKey> of(String word) {
        return Stream.of(values()).filter(key -> key.word().equals(word)).findFirst();
    }

    Offer offer() {
        return offer;
    }

    /** Whether this is the price of a product with these attributes. */
    boolean names(Map<String, String> product) {
        String usage = product.getOrDefault("usagetype", "");
        // Global-… are the free tiers' products; their price is zero.
        return !usage.startsWith("Global-")
                && usageType.matcher(usage).matches()
                && product.getOrDefault(attribute, "").equals(value);
    }

    /** Whether a book without it can still be used: what it is for is then shown with the price of x86. */
    boolean optional() {
        return this == LAMBDA_KEPT_WARM_GB_SECOND_ARM || this == LAMBDA_WARM_GB_SECOND_ARM;
    }

    /** The same for x86. */
    PriceKey forX86() {
        return switch (this) {
            case LAMBDA_KEPT_WARM_GB_SECOND_ARM -> LAMBDA_KEPT_WARM_GB_SECOND;
            case LAMBDA_WARM_GB_SECOND_ARM -> LAMBDA_WARM_GB_SECOND;
            default -> this;
        };
    }
}
