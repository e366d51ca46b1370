package dev.provision.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.graph.ProvisionException.ConfigInvalid;
import dev.provision.graph.ProvisionException.StepFailed;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The price book: read, refreshed over HTTP from files shaped like AWS's, written, refused. */
final class PriceListTest {
    @TempDir
    private Path folder;

    @Test
    void pricesOfARegionAreReadWrittenAndReadAgain() {
        try (PriceListSite site = PriceListSite.complete("ap-east-1", "APE1-")) {
            List<String> progress = new ArrayList<>();
            Prices prices = new PriceList(site.uri(), progress::add).read("ap-east-1");
            assertThat(prices.of(PriceKey.NAT_GATEWAY_HOUR)).isEqualByComparingTo("0.065");
            assertThat(prices.of(PriceKey.LAMBDA_GB_SECOND))
                    .as("the first tier")
                    .isEqualByComparingTo("0.00002292");
            assertThat(prices.of(PriceKey.ALB_HOUR)).isEqualByComparingTo("0.02772");
            assertThat(prices.of(PriceKey.LOGS_GB)).isEqualByComparingTo("0.65");
            assertThat(prices.of(PriceKey.LAMBDA_KEPT_WARM_GB_SECOND_ARM))
                    .as("borrowed from x86")
                    .isEqualByComparingTo("0.00000614");
            assertThat(prices.date()).isEqualTo("2026-11-01");
            assertThat(progress).hasSize(7).contains("reading the price list of AmazonEC2 in ap-east-1");

            PriceFile file = new PriceFile(folder);
            file.write(file.read().with(prices));
            assertThat(file.read().regions()).containsOnlyKeys("ap-east-1", "eu-west-2");
            assertThat(file.read().of("ap-east-1")).isEqualTo(prices);
        }
    }

    @Test
    void regionThatTheListDoesNotHaveIsRefused() {
        try (PriceListSite site = PriceListSite.complete("ap-east-1", "APE1-")) {
            PriceList list = new PriceList(site.uri(), line -> {});
            assertThatThrownBy(() -> list.read("mars-1"))
                    .isInstanceOf(StepFailed.class)
                    .hasMessageContaining("no AWSLambda in region mars-1");
        }
    }

    @Test
    void missingAndUnclearPricesAreNamedAndNotGuessed() {
        try (PriceListSite site = PriceListSite.complete("ap-east-1", "APE1-")) {
            site.product("AmazonEC2", "NatGateway-Hours", Map.of(), "0.07");
            PriceList list = new PriceList(site.uri(), line -> {});
            assertThatThrownBy(() -> list.read("ap-east-1"))
                    .hasMessageContaining("nat-gateway-hour is [0.065, 0.07]")
                    .hasMessageContaining("SKUAmazonEC2");
        }
        try (PriceListSite site = new PriceListSite("ap-east-1", "APE1-")) {
            Stream.of(Offer.values()).forEach(offer -> site.product(offer.code(), "Other", Map.of(), "1"));
            PriceList list = new PriceList(site.uri(), line -> {});
            assertThatThrownBy(() -> list.read("ap-east-1"))
                    .hasMessageContaining("fargate-vcpu-hour is not in it")
                    .hasMessageContaining("image-gb-month is not in it");
        }
    }

    @Test
    void regionThatIsNotInTheBookIsRefusedByName() {
        assertThatThrownBy(() -> new PriceFile(folder).read().of("us-east-1"))
                .isInstanceOf(ConfigInvalid.class)
                .hasMessage("the price book has no prices of region us-east-1; it has those of eu-west-2")
                .extracting("remedy")
                .isEqualTo("run provision cost update-prices --region us-east-1");
    }

    @Test
    void brokenBooksAreNamedWithLineAndKey() throws IOException {
        refused("{\n\"currency\": \"EUR\"}", "prices.json:2: currency: expected USD");
        refused("{\"regions\":{\"r\":{\n\"prices\":{\"nat\":\"1\"}}}}", "prices.json:2: r.prices.nat: unknown price");
        refused(
                "{\"regions\":{\"r\":{\"prices\":{\"alb-hour\":\n\"-1\"}}}}",
                "prices.json:2: r.prices.alb-hour: expected an amount that is not negative");
        refused("{\"regions\":{\"r\":{\"prices\":{}}}}", "r.prices: missing lambda-request, ");
        refused("{\n\n]", "prices.json:3: ");
        Files.writeString(folder.resolve("prices.json"), "[]");
        assertThatThrownBy(() -> new PriceFile(folder).read()).hasMessageContaining("expected an object");
    }

    private static void refused(String text, String message) {
        assertThatThrownBy(() ->
                        PriceFile.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), "prices.json"))
                .isInstanceOf(ConfigInvalid.class)
                .hasMessageContaining(message);
    }
}
