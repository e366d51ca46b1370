package dev.provision.cost;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import dev.provision.graph.ProvisionException.ConfigInvalid;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** The price book's file: {@code prices.json} beside the environments, or else the one that is built in. */
public final class PriceFile {
    private static final String NAME = "prices.json";
    private static final String REMEDY = "mend it, or delete it to use the built-in prices";
    private final Path file;

    /** @param folder the configuration folder */
    public PriceFile(Path folder) {
        this.file = folder.resolve(NAME);
    }

    public Path path() {
        return file;
    }

    /**
     * Reads the file, or the built-in prices where there is none.
     *
     * @throws ConfigInvalid with the line, if it is not a price book
     */
    public PriceBook read() {
        try (InputStream in = Files.exists(file) ? Files.newInputStream(file) : builtIn()) {
            return read(in, file.toString());
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + file, unreadable);
        }
    }

    private static InputStream builtIn() {
        return Objects.requireNonNull(PriceFile.class.getResourceAsStream(NAME), "no built-in prices");
    }

    static PriceBook read(InputStream in, String name) throws IOException {
        try (JsonParser json = new JsonFactory().createParser(in)) {
            return new Reading(json, name).book();
        } catch (JsonParseException broken) {
            int line = broken.getLocation().getLineNr();
            throw new ConfigInvalid(List.of(name + ":" + line + ": " + broken.getOriginalMessage()), REMEDY);
        }
    }

    /** Replaces the file. */
    public void write(PriceBook book) {
        try (Writer out = Files.newBufferedWriter(file);
                JsonGenerator json = new JsonFactory().createGenerator(out)) {
            json.setPrettyPrinter(new DefaultPrettyPrinter());
            json.writeStartObject();
            json.writeStringField("currency", "USD");
            json.writeObjectFieldStart("regions");
            for (Prices prices : book.regions().values()) {
                json.writeObjectFieldStart(prices.region());
                json.writeStringField("source", prices.source());
                json.writeStringField("date", prices.date().toString());
                json.writeObjectFieldStart("prices");
                for (Map.Entry<PriceKey, BigDecimal> price : prices.sorted().entrySet()) {
                    json.writeStringField(
                            price.getKey().word(), price.getValue().toPlainString());
                }
                json.writeEndObject();
                json.writeEndObject();
            }
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException unwritable) {
            throw new UncheckedIOException("cannot write " + file, unwritable);
        }
    }

    private record Reading(JsonParser json, String name) {
        PriceBook book() throws IOException {
            Map<String, Prices> regions = new HashMap<>();
            for (String key = start(); !key.isEmpty(); key = next()) {
                switch (key) {
                    case "currency" -> {
                        if (!text(key).equals("USD")) {
                            throw problem("currency", "expected USD");
                        }
                    }
                    case "regions" -> {
                        for (String region = start(); !region.isEmpty(); region = next()) {
                            regions.put(region, prices(region));
                        }
                    }
                    default -> throw problem(key, "unknown; expected currency or regions");
                }
            }
            return new PriceBook(new TreeMap<>(regions));
        }

        private Prices prices(String region) throws IOException {
            String source = "";
            Optional<LocalDate> date = Optional.empty();
            Map<PriceKey, BigDecimal> amounts = new EnumMap<>(PriceKey.class);
            for (String key = start(); !key.isEmpty(); key = next()) {
                switch (key) {
                    case "source" -> source = text(key);
                    case "date" -> date = Optional.of(date(region + ".date"));
                    case "prices" -> {
                        for (String price = start(); !price.isEmpty(); price = next()) {
                            String path = region + ".prices." + price;
                            PriceKey known = PriceKey.of(price).orElseThrow(() -> problem(path, "unknown price"));
                            amounts.put(known, amount(path));
                        }
                    }
                    default -> throw problem(region + "." + key, "unknown; expected source, date or prices");
                }
            }
            List<PriceKey> missing = Prices.missing(amounts);
            if (!missing.isEmpty()) {
                throw problem(
                        region + ".prices",
                        "missing "
                                + String.join(
                                        ", ",
                                        missing.stream().map(PriceKey::word).toList()));
            }
            return new Prices(
                    region, source, date.orElseThrow(() -> problem(region + ".date", "expected a date")), amounts);
        }

        private String start() throws IOException {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw problem("", "expected an object");
            }
            return next();
        }

        private String next() throws IOException {
            return Objects.requireNonNullElse(json.nextFieldName(), "");
        }

        private String text(String path) throws IOException {
            return Optional.ofNullable(json.nextTextValue()).orElseThrow(() -> problem(path, "expected a text"));
        }

        private LocalDate date(String path) throws IOException {
            try {
                return LocalDate.parse(text(path));
            } catch (DateTimeParseException wrong) {
                throw problem(path, "expected a date, for example 2026-10-06");
            }
        }

        private BigDecimal amount(String path) throws IOException {
            try {
                BigDecimal amount = new BigDecimal(text(path));
                if (amount.signum() < 0) {
                    throw problem(path, "expected an amount that is not negative");
                }
                return amount;
            } catch (NumberFormatException wrong) {
                throw problem(path, "expected an amount in US dollars as a text, for example \"0.05\"");
            }
        }

        private ConfigInvalid problem(String path, String what) {
            return new ConfigInvalid(
                    List.of(name + ":" + json.currentLocation().getLineNr() + ": " + path + ": " + what), REMEDY);
        }
    }
}
