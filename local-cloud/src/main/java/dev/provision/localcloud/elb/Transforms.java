package dev.provision.localcloud.elb;

import dev.provision.localcloud.elb.routes.Rewrite;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RewriteConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleTransform;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TransformTypeEnum;

/** Checks the transforms of rules ("Transforms for listener rules"), and compiles them. */
final class Transforms {
    private static final int LONGEST = 1024;
    /** What AWS's regular expressions do not have: look-around, back-references, possessive and atomic ones, classes of Unicode. */
    private static final Pattern MISSING = Pattern.compile("\\(\\?(?:[=!>]|<[=!])|[*+?}]\\+|\\\\[pPkK]|\\\\[1-9]");

    private Transforms() {}

    /** The transforms of a rule, if they are valid. */
    static List<RuleTransform> check(List<RuleTransform> transforms) {
        for (RuleTransform transform : transforms) {
            if (transform.type() == null || transform.type() == TransformTypeEnum.UNKNOWN_TO_SDK_VERSION) {
                throw Errors.validation("Transform type '" + transform.typeAsString()
                        + "' must be one of '[host-header-rewrite, url-rewrite]'");
            }
            List<RewriteConfig> rewrites = rewrites(transform);
            if (rewrites.size() != 1) {
                throw Errors.validation(
                        "A transform of type '" + transform.typeAsString() + "' needs exactly one rewrite");
            }
            pattern(rewrites.getFirst().regex());
            String replace = rewrites.getFirst().replace();
            if (replace == null || replace.length() > LONGEST) {
                throw Errors.validation("A rewrite needs a replacement of at most '1024' characters");
            }
        }
        if (transforms.stream().map(RuleTransform::type).distinct().count() != transforms.size()) {
            throw Errors.validation("A rule can only have one transform of each type");
        }
        return transforms;
    }

    /** A regular expression, if it is one that AWS takes. */
    static Pattern pattern(String regex) {
        if (regex == null || regex.isEmpty() || regex.length() > LONGEST) {
            throw Errors.validation("A regular expression must have between 1 and 1024 characters");
        }
        try {
            if (!MISSING.matcher(regex).find()) {
                return Pattern.compile(regex);
            }
        } catch (PatternSyntaxException e) {
            throw Errors.validation("The regular expression '" + regex + "' is not valid: " + e.getDescription());
        }
        throw Errors.validation("The regular expression '" + regex + "' uses a feature that is not supported");
    }

    private static List<RewriteConfig> rewrites(RuleTransform transform) {
        if (transform.type() == TransformTypeEnum.URL_REWRITE) {
            return transform.urlRewriteConfig() == null
                    ? List.of()
                    : transform.urlRewriteConfig().rewrites();
        }
        return transform.hostHeaderRewriteConfig() == null
                ? List.of()
                : transform.hostHeaderRewriteConfig().rewrites();
    }

    /** What the data path does. */
    static Optional<Rewrite> compile(List<RuleTransform> transforms, TransformTypeEnum type) {
        return transforms.stream()
                .filter(transform -> transform.type() == type)
                .map(transform -> rewrites(transform).getFirst())
                .map(rewrite -> new Rewrite(pattern(rewrite.regex()), rewrite.replace()))
                .findFirst();
    }
}
