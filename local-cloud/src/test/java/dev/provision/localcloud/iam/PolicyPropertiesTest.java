package dev.provision.localcloud.iam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.localcloud.iam.Policy.Verdict;
import dev.provision.localcloud.iam.Statement.Patterns;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for every set of policies. */
class PolicyPropertiesTest {
    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().withChars("ab:/").ofMaxLength(12);
    }

    @Provide
    Arbitrary<String> patterns() {
        return Arbitraries.strings().withChars("ab:/*?").ofMaxLength(8);
    }

    @Provide
    Arbitrary<Statement> statements() {
        Arbitrary<Patterns> actions = patternsOf("s3:Get", "s3:Put", "s3:*", "*", "S3:get", "ec2:*", "s3:???");
        Arbitrary<Patterns> resources = patternsOf("arn:a", "arn:b", "arn:*", "*", "arn:?");
        return Combinators.combine(Arbitraries.of(true, false), actions, resources)
                .as((allow, what, where) ->
                        new Statement(allow, Optional.empty(), what, Optional.of(where), List.of()));
    }

    private static Arbitrary<Patterns> patternsOf(String... values) {
        return Combinators.combine(
                        Arbitraries.of(true, false),
                        Arbitraries.of(values).list().ofMinSize(1).ofMaxSize(3))
                .as(Patterns::new);
    }

    @Provide
    Arbitrary<List<Statement>> policies() {
        return statements().list().ofMaxSize(6);
    }

    @Provide
    Arbitrary<AccessRequest> requests() {
        return Combinators.combine(Arbitraries.of("s3:Get", "s3:Put", "ec2:Run"), Arbitraries.of("arn:a", "arn:b", "*"))
                .as((action, resource) -> AccessRequest.of(
                        new Principal.Identity("arn:aws:iam::000000000000:role/r"), action, resource, Map.of()));
    }

    private static Verdict judge(List<Statement> statements, AccessRequest request) {
        return Policy.judge(List.of(new Policy(statements)), request);
    }

    private static List<Statement> with(List<Statement> statements, Statement one) {
        List<Statement> more = new ArrayList<>(statements);
        more.add(one);
        return more;
    }

    private static Statement everything(boolean allow) {
        return new Statement(
                allow,
                Optional.empty(),
                new Patterns(false, List.of("*")),
                Optional.of(new Patterns(false, List.of("*"))),
                List.of());
    }

    @Property
    void wildcardsMatchAsTheRegularExpressionDoes(@ForAll("patterns") String pattern, @ForAll("texts") String text) {
        StringBuilder regex = new StringBuilder();
        pattern.chars()
                .forEach(character -> regex.append(
                        switch (character) {
                            case '*' -> ".*";
                            case '?' -> ".";
                            default -> Pattern.quote(Character.toString(character));
                        }));
        assertThat(Wildcards.match(pattern, text)).isEqualTo(text.matches(regex.toString()));
    }

    @Property
    void anExplicitDenyWins(@ForAll("policies") List<Statement> statements, @ForAll("requests") AccessRequest request) {
        assertThat(judge(with(statements, everything(false)), request)).isEqualTo(Verdict.DENIED);
    }

    @Property
    void nothingIsAllowedUnlessAStatementAllowsIt(
            @ForAll("policies") List<Statement> statements, @ForAll("requests") AccessRequest request) {
        List<Statement> denials =
                statements.stream().filter(one -> !one.allow()).toList();
        assertThat(judge(denials, request)).isNotEqualTo(Verdict.ALLOWED);
        assertThat(judge(List.of(), request)).isEqualTo(Verdict.SILENT);
    }

    @Property
    void anotherAllowNeverTakesAwayAndAnotherDenyNeverGives(
            @ForAll("policies") List<Statement> statements,
            @ForAll("statements") Statement another,
            @ForAll("requests") AccessRequest request) {
        boolean before = judge(statements, request).allowed();
        boolean after = judge(with(statements, another), request).allowed();
        assertThat(another.allow() ? !before || after : !after || before).isTrue();
    }

    @Property
    void theOrderAndTheSplitIntoPoliciesDoNotMatter(
            @ForAll("policies") List<Statement> statements,
            @ForAll("requests") AccessRequest request,
            @ForAll Random random) {
        List<Statement> shuffled = new ArrayList<>(statements);
        Collections.shuffle(shuffled, random);
        List<Policy> split =
                shuffled.stream().map(one -> new Policy(List.of(one))).toList();
        assertThat(Policy.judge(split, request)).isEqualTo(judge(statements, request));
    }

    @Property
    void notActionIsTheOppositeOfAction(
            @ForAll("statements") Statement statement, @ForAll("requests") AccessRequest request) {
        Patterns actions = new Patterns(false, statement.actions().values());
        Patterns others = new Patterns(true, statement.actions().values());
        Optional<Patterns> everywhere = Optional.of(new Patterns(false, List.of("*")));
        boolean applies = new Statement(true, Optional.empty(), actions, everywhere, List.of()).applies(request);
        boolean opposite = new Statement(true, Optional.empty(), others, everywhere, List.of()).applies(request);
        assertThat(applies).isNotEqualTo(opposite);
    }
}
