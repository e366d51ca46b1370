package dev.provision.cost;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;

/** A server of files shaped like those of the AWS price list, for one region. */
final class PriceListSite implements AutoCloseable {
    private final HttpServer server;
    private final String region;
    private final String prefix;
    private final Map<String, List<Product>> products = new TreeMap<>();

    /** A product with the amounts of its tiers. */
    record Product(String sku, Map<String, String> attributes, List<String> amounts) {}

    PriceListSite(String region, String prefix) {
        this.region = region;
        this.prefix = prefix;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        server.createContext("/", exchange -> {
            String[] path = exchange.getRequestURI().getPath().split("/");
            boolean known = path.length == 8 && path[6].equals(region) && products.containsKey(path[4]);
            byte[] body = known ? packed(file(path[4])) : new byte[0];
            exchange.getResponseHeaders().add("Content-Encoding", "gzip");
            exchange.sendResponseHeaders(known ? 200 : 403, known ? body.length : -1);
            if (known) {
                exchange.getResponseBody().write(body);
            }
            exchange.close();
        });
        server.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** @param amounts of the tiers, the first first */
    PriceListSite product(String offer, String usageType, Map<String, String> attributes, String... amounts) {
        Map<String, String> all = new TreeMap<>(attributes);
        all.put("usagetype", usageType.startsWith("Global-") ? usageType : prefix + usageType);
        List<Product> list = products.computeIfAbsent(offer, any -> new ArrayList<>());
        list.add(new Product("SKU" + offer + list.size(), all, List.of(amounts)));
        return this;
    }

    private String file(String offer) {
        StringBuilder text = new StringBuilder("{\"formatVersion\":\"v1.0\",\"disclaimer\":\"none\",\"offerCode\":\"")
                .append(offer)
                .append("\",\"publicationDate\":\"2026-11-01T10:00:00Z\",\"attributesList\":{},\"products\":{");
        StringBuilder terms = new StringBuilder();
        String comma = "";
        for (Product product : products.get(offer)) {
            String family = product.attributes().getOrDefault("productFamily", "Serverless");
            text.append(comma)
                    .append(
                            "\"%1$s\":{\"sku\":\"%1$s\",\"productFamily\":\"%2$s\",\"attributes\":{\"regionCode\":\"%3$s\""
                                    .formatted(product.sku(), family, region));
            product.attributes().forEach((key, value) -> text.append(",\"%s\":\"%s\"".formatted(key, value)));
            text.append("}}");
            terms.append(comma).append(term(product));
            comma = ",";
        }
        return text + "},\"terms\":{\"OnDemand\":{" + terms
                + "},\"Reserved\":{\"X\":{\"X.Y\":{\"priceDimensions\":{}}}}}}";
    }

    private static String term(Product product) {
        StringBuilder rates = new StringBuilder();
        for (int tier = product.amounts().size() - 1; tier >= 0; tier--) {
            rates.append(rates.isEmpty() ? "" : ",")
                    .append(
                            "\"%s.R%d\":{\"unit\":\"u\",\"beginRange\":\"%s\",\"endRange\":\"Inf\",\"pricePerUnit\":{\"USD\":\"%s\"},\"appliesTo\":[]}"
                                    .formatted(
                                            product.sku(),
                                            tier,
                                            tier == 0 ? "0" : tier + "000000",
                                            product.amounts().get(tier)));
        }
        return "\"%1$s\":{\"%1$s.JRTCKXETXF\":{\"offerTermCode\":\"JRTCKXETXF\",\"sku\":\"%1$s\",\"priceDimensions\":{%2$s},\"termAttributes\":{}}}"
                .formatted(product.sku(), rates);
    }

    private static byte[] packed(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    /** All that a price book needs, for a region that is dearer than London. */
    static PriceListSite complete(String region, String prefix) {
        Map<String, String> alb = Map.of("productFamily", "Load Balancer-Application");
        Map<String, String> network = Map.of("productFamily", "Load Balancer-Network");
        return new PriceListSite(region, prefix)
                .product("AWSLambda", "Request", Map.of(), "0.00000028")
                .product("AWSLambda", "Global-Request", Map.of(), "0.0000000000")
                .product("AWSLambda", "Request-ARM", Map.of(), "0.00000028")
                .product("AWSLambda", "Lambda-GB-Second", Map.of(), "0.0000229200", "0.0000206280")
                .product("AWSLambda", "Lambda-GB-Second-ARM", Map.of(), "0.0000183000")
                .product("AWSLambda", "Lambda-Provisioned-Concurrency", Map.of(), "0.0000061400")
                .product("AWSLambda", "Lambda-Provisioned-GB-Second", Map.of(), "0.0000143300")
                .product("AmazonECS", "Fargate-vCPU-Hours:perCPU", Map.of(), "0.0517600000")
                .product("AmazonECS", "Fargate-Windows-vCPU-Hours:perCPU", Map.of(), "0.9")
                .product("AmazonECS", "Fargate-ARM-vCPU-Hours:perCPU", Map.of(), "0.0414100000")
                .product("AmazonECS", "Fargate-GB-Hours", Map.of(), "0.0056800000")
                .product("AmazonECS", "Fargate-ARM-GB-Hours", Map.of(), "0.0045500000")
                .product("AWSELB", "LoadBalancerUsage", alb, "0.0277200000")
                .product("AWSELB", "LoadBalancerUsage", network, "0.9")
                .product("AWSELB", "LCUUsage", alb, "0.0088000000")
                .product("AmazonEC2", "NatGateway-Hours", Map.of(), "0.0650000000")
                .product("AmazonEC2", "RegionalNatGateway-Hours", Map.of(), "0.9")
                .product("AmazonEC2", "NatGateway-Bytes", Map.of(), "0.0650000000")
                .product("AmazonVPC", "PublicIPv4:InUseAddress", Map.of(), "0.0050000000")
                .product("AmazonVPC", "PublicIPv4:IdleAddress", Map.of(), "0.9")
                .product(
                        "AmazonCloudWatch", "DataProcessing-Bytes", Map.of("operation", "PutLogEvents"), "0.6500000000")
                .product("AmazonCloudWatch", "DataProcessing-Bytes", Map.of("operation", "VendedLogs"), "0.9")
                .product("AmazonCloudWatch", "TimedStorage-ByteHrs", Map.of(), "0.0340000000")
                .product("AmazonCloudWatch", "CW:AlarmMonitorUsage", Map.of(), "0.1000000000")
                .product("AmazonECR", "TimedStorage-ByteHrs", Map.of(), "0.1000000000");
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
