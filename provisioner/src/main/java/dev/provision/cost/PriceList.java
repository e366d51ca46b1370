package dev.provision.cost;

import dev.provision.graph.ProvisionException.StepFailed;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/**
 * The public AWS price list: a file for each service and region, without credentials ("Using the AWS Price List Bulk API"
 * in the AWS Billing user guide).
 *
 * @param site for example {@code https://pricing.us-east-1.amazonaws.com}
 * @param progress told which file is being read
 */
public record PriceList(URI site, Consumer<String> progress) {
    /** Where AWS publishes it. */
    public static final URI AWS = URI.create("https://pricing.us-east-1.amazonaws.com");

    private static final int CONNECT_MILLIS = 10_000;
    private static final int READ_MILLIS = 60_000;

    /**
     * The prices of a region as they are today.
     *
     * @throws StepFailed if the list cannot be read, or a price is not in it or not clear
     */
    public Prices read(String region) {
        Map<PriceKey, BigDecimal> amounts = new EnumMap<>(PriceKey.class);
        List<String> unclear = new ArrayList<>();
        String published = "";
        for (Offer offer : Offer.values()) {
            progress.accept("reading the price list of " + offer.code() + " in " + region);
            OfferFile.Content content = content(offer, region);
            published = content.published().compareTo(published) > 0 ? content.published() : published;
            content.amounts().forEach((key, bySku) -> {
                List<BigDecimal> different = OfferFile.different(bySku);
                if (different.size() == 1) {
                    amounts.put(key, different.getFirst());
                } else if (different.size() > 1) {
                    unclear.add(key.word() + " is " + different + " for products " + bySku.keySet());
                }
            });
        }
        if (published.isEmpty()) {
            throw failed("the price list of " + region + " does not say when it was published", Optional.empty());
        }
        Prices.missing(amounts).stream()
                .filter(key -> unclear.stream().noneMatch(text -> text.startsWith(key.word() + " ")))
                .forEach(key -> unclear.add(key.word() + " is not in it"));
        if (!unclear.isEmpty()) {
            throw failed(
                    "the price list of " + region + " does not say: " + String.join("; ", unclear), Optional.empty());
        }
        return new Prices(region, "AWS price list at " + site + ", published " + published, day(published), amounts);
    }

    private static LocalDate day(String published) {
        return LocalDate.parse(published.substring(0, Math.min(published.length(), "2026-10-06".length())));
    }

    private OfferFile.Content content(Offer offer, String region) {
        URI file = site.resolve("/offers/v1.0/aws/" + offer.code() + "/current/" + region + "/index.json");
        try {
            HttpURLConnection connection = (HttpURLConnection) file.toURL().openConnection();
            connection.setConnectTimeout(CONNECT_MILLIS);
            connection.setReadTimeout(READ_MILLIS);
            connection.setRequestProperty("Accept-Encoding", "gzip");
            int status = connection.getResponseCode();
            // The site is a bucket that nobody may list: what is not there is forbidden.
            if (status == HttpURLConnection.HTTP_NOT_FOUND || status == HttpURLConnection.HTTP_FORBIDDEN) {
                throw failed("the price list has no " + offer.code() + " in region " + region, Optional.empty());
            }
            if (status != HttpURLConnection.HTTP_OK) {
                throw failed(file + " answered with status " + status, Optional.empty());
            }
            boolean packed = "gzip".equals(connection.getContentEncoding());
            try (InputStream raw = connection.getInputStream();
                    InputStream in = packed ? new GZIPInputStream(raw) : raw) {
                return OfferFile.read(offer, in);
            }
        } catch (IOException unreadable) {
            throw failed("cannot read " + file + ": " + unreadable.getMessage(), Optional.of(unreadable));
        }
    }

    private StepFailed failed(String reason, Optional<IOException> cause) {
        return new StepFailed(
                Optional.empty(),
                reason,
                "",
                "check the region and the network; the prices that were there are kept",
                cause.orElse(null));
    }
}
