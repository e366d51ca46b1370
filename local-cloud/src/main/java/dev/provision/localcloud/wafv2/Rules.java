package dev.provision.localcloud.wafv2;

import dev.provision.localcloud.network.Cidr;
import dev.provision.localcloud.wafv2.Firewall.Verdict;
import dev.provision.localcloud.wafv2.Firewall.WebRequest;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import software.amazon.awssdk.services.wafv2.model.BlockAction;
import software.amazon.awssdk.services.wafv2.model.CustomResponse;
import software.amazon.awssdk.services.wafv2.model.DefaultAction;
import software.amazon.awssdk.services.wafv2.model.IPSetReferenceStatement;
import software.amazon.awssdk.services.wafv2.model.Rule;
import software.amazon.awssdk.services.wafv2.model.RuleAction;
import software.amazon.awssdk.services.wafv2.model.Statement;

/**
 * The rules of a web ACL, ready to be asked.
 *
 * @param ordered by priority
 * @param otherwise where no rule that ends the evaluation fits
 */
record Rules(List<Compiled> ordered, Verdict otherwise) {
    /** The status of a blocked request ("Customizing responses for Block actions"). */
    private static final int FORBIDDEN = 403;

    /**
     * @param matches what the rule looks for
     * @param verdict what follows; empty for a rule that only counts
     */
    record Compiled(Predicate<WebRequest> matches, Optional<Verdict> verdict) {}

    /**
     * Compiles rules.
     *
     * @param addresses the ranges of an IP set, by its ARN
     * @throws dev.provision.localcloud.wire.AwsError for what the local cloud cannot evaluate
     */
    static Rules compile(List<Rule> rules, DefaultAction otherwise, Function<String, List<Cidr>> addresses) {
        List<Compiled> compiled = rules.stream()
                .sorted((one, other) -> Integer.compare(one.priority(), other.priority()))
                .map(rule -> new Compiled(matcher(rule.statement(), addresses), verdict(rule.action())))
                .toList();
        Verdict last = otherwise.block() != null ? blocked(otherwise.block()) : new Verdict.Allowed();
        return new Rules(compiled, last);
    }

    private static Optional<Verdict> verdict(RuleAction action) {
        if (action == null) {
            throw Errors.invalid("RULE_ACTION", "a rule without a rule group must have an Action");
        }
        if (action.block() != null) {
            return Optional.of(blocked(action.block()));
        }
        if (action.allow() != null) {
            return Optional.of(new Verdict.Allowed());
        }
        if (action.count() != null) {
            return Optional.empty();
        }
        throw Errors.unsupported("CAPTCHA and challenge actions");
    }

    private static Verdict blocked(BlockAction block) {
        return new Verdict.Blocked(Optional.ofNullable(block.customResponse())
                .map(CustomResponse::responseCode)
                .orElse(FORBIDDEN));
    }

    private static Predicate<WebRequest> matcher(Statement statement, Function<String, List<Cidr>> addresses) {
        if (statement == null) {
            throw Errors.invalid("STATEMENT", "a rule must have a Statement");
        }
        if (statement.byteMatchStatement() != null) {
            return ByteMatch.of(statement.byteMatchStatement());
        }
        if (statement.ipSetReferenceStatement() != null) {
            return ipSet(statement.ipSetReferenceStatement(), addresses);
        }
        if (statement.notStatement() != null) {
            return matcher(statement.notStatement().statement(), addresses).negate();
        }
        if (statement.andStatement() != null) {
            return statement.andStatement().statements().stream()
                    .map(one -> matcher(one, addresses))
                    .reduce(_ -> true, Predicate::and);
        }
        if (statement.orStatement() != null) {
            return statement.orStatement().statements().stream()
                    .map(one -> matcher(one, addresses))
                    .reduce(_ -> false, Predicate::or);
        }
        throw Errors.unsupported("statements other than byte match, IP set, and, or, not");
    }

    private static Predicate<WebRequest> ipSet(
            IPSetReferenceStatement statement, Function<String, List<Cidr>> addresses) {
        // Fails now if there is no such set; its addresses are looked up with every request, as they may change.
        var _ = addresses.apply(statement.arn());
        Optional<String> header =
                Optional.ofNullable(statement.ipSetForwardedIPConfig()).map(forwarded -> forwarded.headerName());
        return request -> {
            String address = header.flatMap(
                            name -> request.header(name).stream().findFirst())
                    .map(values -> values.split(",")[0].strip())
                    .orElseGet(() -> header.isPresent() ? "" : request.source().getHostAddress());
            return Cidr.address(address)
                    .filter(number ->
                            addresses.apply(statement.arn()).stream().anyMatch(range -> range.contains(number)))
                    .isPresent();
        };
    }

    Verdict judge(WebRequest request) {
        return ordered.stream()
                .filter(rule -> rule.verdict().isPresent() && rule.matches().test(request))
                .findFirst()
                .flatMap(Compiled::verdict)
                .orElse(otherwise);
    }
}
