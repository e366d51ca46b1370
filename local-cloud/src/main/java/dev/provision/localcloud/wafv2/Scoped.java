package dev.provision.localcloud.wafv2;

import dev.provision.localcloud.state.Page;
import dev.provision.localcloud.wire.AwsError;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.wafv2.model.Scope;
import software.amazon.awssdk.services.wafv2.model.Tag;

/** What requests for web ACLs and IP sets have in common. */
final class Scoped {
    private static final Pattern NAME = Pattern.compile("[\\w-]{1,128}");
    private static final int LARGEST_PAGE = 100;

    private Scoped() {}

    /** @throws AwsError if the name is none that AWS takes, or the scope is not the region */
    static void check(String name, Scope scope) {
        if (name == null || !NAME.matcher(name).matches()) {
            throw Errors.invalid("NAME", "the name must match [\\w-]{1,128}");
        }
        regional(scope);
    }

    static void regional(Scope scope) {
        if (scope == Scope.CLOUDFRONT) {
            throw Errors.unsupported("the scope CLOUDFRONT, which is another service's");
        }
        if (scope != Scope.REGIONAL) {
            throw Errors.invalid("SCOPE_VALUE", "the scope must be REGIONAL");
        }
    }

    static Map<String, String> tags(List<Tag> tags) {
        Map<String, String> all = new TreeMap<>();
        tags.forEach(tag -> all.put(tag.key(), Optional.ofNullable(tag.value()).orElse("")));
        return all;
    }

    static <T> Page<T> page(List<T> all, String marker, Integer limit) {
        int size = Optional.ofNullable(limit).orElse(LARGEST_PAGE);
        if (size < 1 || size > LARGEST_PAGE) {
            throw Errors.invalid("LIMIT", "the limit must be between 1 and 100");
        }
        return Page.of(all, marker, size).orElseThrow(() -> Errors.invalid("NEXT_MARKER", "no such marker"));
    }
}
