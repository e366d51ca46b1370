package dev.provision.service.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.provision.service.json.Json;
import dev.provision.service.lambda.AlbEvent.Style;
import dev.provision.service.lambda.HttpMessage.Header;
import dev.provision.service.lambda.HttpMessage.Request;
import dev.provision.service.lambda.HttpMessage.Response;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What the client sent reaches the service unchanged, and its answer reaches the client unchanged. */
class AlbEventTest {
    private record Parameter(String name, String value) {}

    @Property(tries = 300)
    void multiValueQueryArrivesAsTheClientEncodedIt(@ForAll("parameters") List<Parameter> parameters) {
        Map<String, List<String>> encoded = new java.util.LinkedHashMap<>();
        parameters.forEach(parameter -> encoded.computeIfAbsent(encode(parameter.name()), n -> new ArrayList<>())
                .add(encode(parameter.value())));
        JsonObjectBuilder query = Json.object();
        encoded.forEach((name, values) -> query.add(name, array(values)));
        Request request = parse(event("GET", "/p")
                        .add("multiValueQueryStringParameters", query)
                        .add("multiValueHeaders", Json.object()))
                .request();
        List<Parameter> sorted = new ArrayList<>();
        encoded.forEach(
                (name, values) -> values.forEach(value -> sorted.add(new Parameter(decode(name), decode(value)))));
        assertThat(decodedQuery(request.target())).isEqualTo(sorted);
        // byte for byte: a signature over the query must still hold
        StringBuilder raw = new StringBuilder();
        encoded.forEach((name, values) -> values.forEach(value ->
                raw.append(raw.isEmpty() ? "?" : "&").append(name).append('=').append(value)));
        assertThat(request.target()).isEqualTo("/p" + raw);
    }

    @Property(tries = 300)
    void singleValueQueryMadeByHandIsEncodedWhereItMustBe(@ForAll("signs") String name, @ForAll("signs") String value) {
        Request request = parse(event("GET", "/p")
                        .add("queryStringParameters", Json.object().add(name, value)))
                .request();
        URI uri = URI.create("http://localhost" + request.target());
        String[] parts = uri.getRawQuery().split("=", 2);
        assertThat(uri.getRawQuery()).doesNotContain("&");
        assertThat(parts[0]).isEqualTo(UrlText.legal(name, UrlText.NAME));
        assertThat(parts[1]).isEqualTo(UrlText.legal(value, UrlText.VALUE));
        assertThat(uri.getRawFragment()).isNull();
    }

    @Property(tries = 300)
    void anyPathBecomesALegalOne(@ForAll("signs") String text) {
        URI uri = URI.create(
                "http://localhost" + parse(event("GET", "/" + text)).request().target());
        assertThat(uri.getRawQuery()).isNull();
        assertThat(uri.getRawFragment()).isNull();
    }

    @Property(tries = 300)
    void headersArriveInOrderWithAllValues(@ForAll("headers") Map<String, List<String>> headers) {
        JsonObjectBuilder json = Json.object();
        headers.forEach((name, values) -> json.add(name, array(values)));
        AlbEvent event = parse(event("GET", "/").add("multiValueHeaders", json));
        List<Header> expected = new ArrayList<>();
        headers.forEach((name, values) -> values.forEach(value -> expected.add(new Header(name, value.strip()))));
        assertThat(event.style()).isEqualTo(Style.MULTI_VALUE);
        assertThat(event.request().headers()).isEqualTo(expected);
    }

    @Property(tries = 200)
    void aLineEndInAHeaderIsRefused(@ForAll("words") String before, @ForAll("words") String after) {
        for (String end : List.of("\r\n", "\n", "\r", "\0")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() ->
                            parse(event("GET", "/").add("headers", Json.object().add("x", before + end + after))));
            assertThatIllegalArgumentException()
                    .isThrownBy(() ->
                            parse(event("GET", "/").add("headers", Json.object().add(before + end + after, "x"))));
            assertThatIllegalArgumentException().isThrownBy(() -> parse(event(before + end + after, "/")));
        }
    }

    @Property(tries = 200)
    void bodiesArriveByteForByte(@ForAll byte[] bytes) {
        JsonObjectBuilder event = event("POST", "/")
                .add("headers", Json.object())
                .add("isBase64Encoded", true)
                .add("body", Base64.getEncoder().encodeToString(bytes));
        assertThat(parse(event).request().body().bytes()).isEqualTo(bytes);
    }

    @Property(tries = 300)
    void answersGoBackByteForByteInTheStyleOfTheEvent(
            @ForAll byte[] body,
            @ForAll("contentTypes") String contentType,
            @ForAll("headers") Map<String, List<String>> headers,
            @ForAll Style style) {
        List<Header> all = new ArrayList<>(List.of(new Header("Content-Type", contentType)));
        headers.forEach((name, values) -> values.forEach(value -> all.add(new Header(name, value))));
        JsonObject answer = AlbAnswer.of(new Response(201, "Created", all, Content.of(body)), style);
        assertThat(answer.getInt("statusCode")).isEqualTo(201);
        assertThat(answer.getString("statusDescription")).isEqualTo("201 Created");
        String text = answer.getString("body");
        byte[] sent = answer.getBoolean("isBase64Encoded")
                ? Base64.getDecoder().decode(text)
                : text.getBytes(StandardCharsets.UTF_8);
        assertThat(sent).isEqualTo(body);
        if (style == Style.MULTI_VALUE) {
            assertThat(answer.containsKey("headers")).isFalse();
            JsonObject sentHeaders = answer.getJsonObject("multiValueHeaders");
            headers.forEach(
                    (name, values) -> assertThat(sentHeaders.getJsonArray(name).getValuesAs(JsonString::getString))
                            .isEqualTo(values));
        } else {
            assertThat(answer.containsKey("multiValueHeaders")).isFalse();
            JsonObject sentHeaders = answer.getJsonObject("headers");
            headers.forEach(
                    (name, values) -> assertThat(sentHeaders.getString(name)).isEqualTo(String.join(", ", values)));
        }
    }

    @Example
    void textStaysTextAndTheRestIsBase64() {
        assertThat(base64("application/json", "", "{}")).isFalse();
        assertThat(base64("application/problem+json; charset=utf-8", "", "{}")).isFalse();
        assertThat(base64("TEXT/html", "identity", "é")).isFalse();
        assertThat(base64("image/png", "", "{}")).isTrue();
        assertThat(base64("application/json", "gzip", "{}")).isTrue();
        assertThat(base64("image/png", "", "")).isFalse();
    }

    @Example
    void ofCookiesInSingleValueStyleOnlyTheLastIsSent() {
        Response response = new Response(
                200, "OK", List.of(new Header("Set-Cookie", "a=1"), new Header("set-cookie", "b=2")), Content.EMPTY);
        assertThat(AlbAnswer.of(response, Style.SINGLE_VALUE)
                        .getJsonObject("headers")
                        .getString("set-cookie"))
                .isEqualTo("b=2");
    }

    @Example
    void headersOfTheConnectionStayWithTheConnection() {
        Request request = parse(event("POST", "/")
                        .add(
                                "headers",
                                Json.object()
                                        .add("Connection", "close")
                                        .add("Transfer-Encoding", "chunked")
                                        .add("content-length", "7")
                                        .add("expect", "100-continue")
                                        .add("host", "lambda.example")))
                .request();
        assertThat(request.headers()).containsExactly(new Header("host", "lambda.example"));
    }

    private static boolean base64(String contentType, String encoding, String body) {
        List<Header> headers = new ArrayList<>(List.of(new Header("content-type", contentType)));
        if (!encoding.isEmpty()) {
            headers.add(new Header("content-encoding", encoding));
        }
        return AlbAnswer.of(new Response(200, "OK", headers, Content.ofText(body)), Style.MULTI_VALUE)
                .getBoolean("isBase64Encoded");
    }

    @Provide
    Arbitrary<List<Parameter>> parameters() {
        return Combinators.combine(
                        Arbitraries.strings().ofMaxLength(8),
                        Arbitraries.strings().ofMaxLength(12))
                .as(Parameter::new)
                .list()
                .ofMaxSize(6);
    }

    @Provide
    Arbitrary<Map<String, List<String>>> headers() {
        Arbitrary<String> names = Arbitraries.strings()
                .withCharRange('a', 'z')
                .ofMinLength(1)
                .ofMaxLength(8)
                .map(name -> "x-" + name);
        Arbitrary<String> values =
                Arbitraries.strings().withCharRange('!', '~').ofMaxLength(12).map(value -> "v " + value);
        return Arbitraries.maps(names, values.list().ofMinSize(1).ofMaxSize(3)).ofMaxSize(5);
    }

    @Provide
    Arbitrary<String> signs() {
        return Arbitraries.strings().withChars("&=#?%+/ \"<>[]{}|\\^`é\n5aF").ofMaxLength(12);
    }

    @Provide
    Arbitrary<String> words() {
        return Arbitraries.strings().withCharRange('a', 'z').ofMaxLength(5);
    }

    @Provide
    Arbitrary<String> contentTypes() {
        return Arbitraries.of("application/json", "text/plain; charset=utf-8", "application/octet-stream", "image/png");
    }

    private static JsonObjectBuilder event(String method, String path) {
        return Json.object()
                .add("requestContext", Json.object().add("elb", Json.object()))
                .add("httpMethod", method)
                .add("path", path);
    }

    private static AlbEvent parse(JsonObjectBuilder event) {
        JsonObject json = event.build();
        assertThat(AlbEvent.recognises(json)).isTrue();
        return AlbEvent.parse(json);
    }

    private static JsonArrayBuilder array(List<String> values) {
        JsonArrayBuilder array = Json.array();
        values.forEach(array::add);
        return array;
    }

    private static List<Parameter> decodedQuery(String target) {
        int mark = target.indexOf('?');
        List<Parameter> parameters = new ArrayList<>();
        if (mark >= 0) {
            for (String pair : target.substring(mark + 1).split("&", -1)) {
                String[] parts = pair.split("=", 2);
                parameters.add(new Parameter(decode(parts[0]), decode(parts[1])));
            }
        }
        return parameters;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
