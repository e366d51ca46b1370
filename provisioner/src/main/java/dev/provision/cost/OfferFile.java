package dev.provision.cost;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Reads one file of the AWS price list, of any size, in one pass: {@code products} come before {@code terms}. Of prices
 * in tiers it takes the first.
 */
final class OfferFile {
    private final JsonParser json;
    private final Map<String, PriceKey> wanted = new HashMap<>();
    private final Map<PriceKey, Map<String, BigDecimal>> found = new TreeMap<>();
    private final Offer offer;
    private String published = "";

    private OfferFile(Offer offer, JsonParser json) {
        this.offer = offer;
        this.json = json;
    }

    /**
     * What a file says.
     *
     * @param published when AWS published it, as it says so
     * @param amounts of each price, by the product's number in the price list
     */
    record Content(String published, Map<PriceKey, Map<String, BigDecimal>> amounts) {}

    static Content read(Offer offer, InputStream in) throws IOException {
        try (JsonParser json = new JsonFactory().createParser(in)) {
            return new OfferFile(offer, json).content();
        }
    }

    private Content content() throws IOException {
        json.nextToken();
        for (String key = next(); !key.isEmpty(); key = next()) {
            JsonToken value = json.nextToken();
            switch (key) {
                case "publicationDate" -> published = json.getText();
                case "products" -> products();
                case "terms" -> terms();
                default -> skip(value);
            }
        }
        return new Content(published, found);
    }

    private void products() throws IOException {
        for (String sku = next(); !sku.isEmpty(); sku = next()) {
            json.nextToken();
            Map<String, String> product = new HashMap<>();
            texts(product);
            Stream.of(PriceKey.values())
                    .filter(key -> key.offer() == offer && key.names(product))
                    .findFirst()
                    .ifPresent(key -> wanted.put(product.getOrDefault("sku", ""), key));
        }
    }

    /** Every text of an object and of the objects in it. */
    private void texts(Map<String, String> into) throws IOException {
        for (String key = next(); !key.isEmpty(); key = next()) {
            switch (json.nextToken()) {
                case START_OBJECT -> texts(into);
                case START_ARRAY -> json.skipChildren();
                default -> into.put(key, json.getText());
            }
        }
    }

    private void terms() throws IOException {
        for (String kind = next(); !kind.isEmpty(); kind = next()) {
            JsonToken value = json.nextToken();
            if (kind.equals("OnDemand")) {
                onDemand();
            } else {
                skip(value);
            }
        }
    }

    private void onDemand() throws IOException {
        for (String sku = next(); !sku.isEmpty(); sku = next()) {
            JsonToken value = json.nextToken();
            if (wanted.containsKey(sku)) {
                dimensions(wanted.get(sku), sku);
            } else {
                skip(value);
            }
        }
    }

    /** {@code {"<sku>.<term>": {"priceDimensions": {"<rate>": {"beginRange": "0", "pricePerUnit": {"USD": "0.05"}}}}}}. */
    private void dimensions(PriceKey key, String sku) throws IOException {
        for (String term = next(); !term.isEmpty(); term = next()) {
            json.nextToken();
            for (String field = next(); !field.isEmpty(); field = next()) {
                JsonToken value = json.nextToken();
                if (field.equals("priceDimensions")) {
                    for (String rate = next(); !rate.isEmpty(); rate = next()) {
                        json.nextToken();
                        rate(key, sku);
                    }
                } else {
                    skip(value);
                }
            }
        }
    }

    private void rate(PriceKey key, String sku) throws IOException {
        Map<String, String> rate = new HashMap<>();
        texts(rate);
        if (rate.getOrDefault("beginRange", "0").equals("0") && rate.containsKey("USD")) {
            found.computeIfAbsent(key, any -> new TreeMap<>())
                    .put(sku, new BigDecimal(rate.get("USD")).stripTrailingZeros());
        }
    }

    private void skip(JsonToken value) throws IOException {
        if (value.isStructStart()) {
            json.skipChildren();
        }
    }

    private String next() throws IOException {
        return Objects.requireNonNullElse(json.nextFieldName(), "");
    }

    /** The different amounts of one price; more than one if AWS sells what looks the same at several. */
    static List<BigDecimal> different(Map<String, BigDecimal> bySku) {
        return new ArrayList<>(bySku.values().stream()
                .filter(amount -> amount.signum() > 0)
                .distinct()
                .toList());
    }
}
