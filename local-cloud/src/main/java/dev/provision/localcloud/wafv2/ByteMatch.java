package dev.provision.localcloud.wafv2;

import dev.provision.localcloud.wafv2.Firewall.WebRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.wafv2.model.ByteMatchStatement;
import software.amazon.awssdk.services.wafv2.model.FieldToMatch;
import software.amazon.awssdk.services.wafv2.model.TextTransformation;

/** Looks for bytes in a part of a request. */
final class ByteMatch {
    private ByteMatch() {}

    static Predicate<WebRequest> of(ByteMatchStatement statement) {
        if (statement.searchString() == null || statement.textTransformations().isEmpty()) {
            throw Errors.invalid("BYTE_MATCH_STATEMENT", "SearchString and TextTransformations are needed");
        }
        Function<WebRequest, List<String>> field = field(statement.fieldToMatch());
        UnaryOperator<String> transformation = statement.textTransformations().stream()
                .sorted((one, other) -> Integer.compare(one.priority(), other.priority()))
                .map(ByteMatch::transformation)
                .reduce(UnaryOperator.identity(), (first, second) -> text -> second.apply(first.apply(text)));
        Predicate<String> test = test(statement);
        return request -> field.apply(request).stream().map(transformation).anyMatch(test);
    }

    private static Predicate<String> test(ByteMatchStatement statement) {
        String wanted = statement.searchString().asString(StandardCharsets.ISO_8859_1);
        return switch (statement.positionalConstraintAsString()) {
            case "EXACTLY" -> wanted::equals;
            case "STARTS_WITH" -> text -> text.startsWith(wanted);
            case "ENDS_WITH" -> text -> text.endsWith(wanted);
            case "CONTAINS" -> text -> text.contains(wanted);
            case "CONTAINS_WORD" ->
                Pattern.compile("(?<![A-Za-z0-9_])" + Pattern.quote(wanted) + "(?![A-Za-z0-9_])")
                        .asPredicate();
            case null, default -> throw Errors.invalid("POSITIONAL_CONSTRAINT", "no such constraint");
        };
    }

    private static Function<WebRequest, List<String>> field(FieldToMatch field) {
        if (field == null) {
            throw Errors.invalid("FIELD_TO_MATCH", "FieldToMatch is needed");
        }
        if (field.uriPath() != null) {
            return request -> List.of(request.path());
        }
        if (field.queryString() != null) {
            return request -> List.of(request.rawQuery());
        }
        if (field.method() != null) {
            return request -> List.of(request.method());
        }
        return Optional.ofNullable(field.singleHeader())
                .map(header -> header.name())
                .<Function<WebRequest, List<String>>>map(name -> request -> request.header(name))
                .orElseThrow(() -> Errors.unsupported("fields other than path, query, method and a single header"));
    }

    private static UnaryOperator<String> transformation(TextTransformation transformation) {
        return switch (transformation.typeAsString()) {
            case "NONE" -> UnaryOperator.identity();
            case "LOWERCASE" -> text -> text.toLowerCase(Locale.ROOT);
            case "URL_DECODE" -> ByteMatch::decode;
            case "COMPRESS_WHITE_SPACE" -> text -> text.replaceAll("\\s+", " ");
            case null, default -> throw Errors.unsupported("the transformation " + transformation.typeAsString());
        };
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.ISO_8859_1);
        } catch (IllegalArgumentException notEncoded) {
            // What is no encoding after all is looked at as it is.
            return text;
        }
    }
}
