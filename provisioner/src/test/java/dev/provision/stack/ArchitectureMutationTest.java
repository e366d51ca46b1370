package dev.provision.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.stack.MutatedArchitecture.Result;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Nothing in the architecture is there for nothing: what is taken away is missed, or it stands here why AWS does without. The
 * local cloud would not be worth much if it said yes to everything. Here is a sample; {@code bench/mutation} tries all.
 */
@Timeout(600)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ArchitectureMutationTest {
    private static final String BY_CALL =
            "the load balancer calls Lambda's API; no packet goes to the function's interface (ELB guide, lambda-functions)";
    private static final String DRIVER =
            "the awslogs driver writes with the execution role; SPEC.md grants it to the service itself as well";
    private static final String DOCUMENTED =
            "the Lambda guide lists it for functions in a VPC (configuration-vpc), but no page"
                    + " or report says that anything is refused without; Lambda checks the three actions on interfaces";

    /** What the architecture has and AWS does not need, with the reason why it is there all the same. */
    private static final Map<String, String> NOT_NEEDED = Map.ofEntries(
            Map.entry("rule: alb to lambda, tcp 8080", BY_CALL),
            Map.entry("rule: lambda from alb, tcp 8080", BY_CALL),
            Map.entry(
                    "rule: lambda to the internet, tcp 443",
                    "image and log of a function do not pass its VPC; it is for what the service calls by itself"),
            Map.entry(
                    "right of lambda-function: logs:CreateLogGroup",
                    "the log group is made beforehand, with a retention; Lambda would only make a missing one"),
            Map.entry("right of lambda-function: ec2:DescribeSubnets", DOCUMENTED),
            Map.entry("right of lambda-function: ec2:AssignPrivateIpAddresses", DOCUMENTED),
            Map.entry("right of lambda-function: ec2:UnassignPrivateIpAddresses", DOCUMENTED),
            Map.entry("right of fargate-task: logs:CreateLogStream", DRIVER),
            Map.entry("right of fargate-task: logs:PutLogEvents", DRIVER),
            Map.entry(
                    "right of fargate-execution: ecr:BatchCheckLayerAvailability",
                    "a pull asks for the manifest and for each layer's address, only a push asks which layers are there"),
            Map.entry(
                    "policy of the repository",
                    "Lambda writes it itself where the caller may set it (Lambda guide, gettingstarted-images)"));

    private MutatedArchitecture architecture;
    private Map<String, Piece> pieces;

    @BeforeAll
    void up(@TempDir Path folder) {
        architecture = MutatedArchitecture.up(folder);
        pieces = architecture.pieces().stream().collect(Collectors.toMap(Piece::name, piece -> piece));
        assertThat(architecture.complaint()).isEmpty();
    }

    @AfterAll
    void close() {
        if (architecture != null) {
            architecture.close();
        }
    }

    /** All pieces for the bench; otherwise one of each kind. */
    Stream<String> tried() {
        return Boolean.getBoolean("mutation.all")
                ? pieces.keySet().stream().sorted()
                : Stream.of(
                        "rule: fargate from alb, tcp 8080",
                        "rule: lambda from alb, tcp 8080",
                        "NAT gateway b",
                        "internet gateway",
                        "right of lambda-function: logs:PutLogEvents",
                        "permission of the load balancer to invoke the alias blue");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tried")
    void isMissedUnlessThereIsAReason(String piece) {
        Result result = architecture.without(pieces.get(piece));
        if (Boolean.getBoolean("mutation.all")) {
            System.out.println(piece + "\n    " + words(piece, result));
        }
        assertThat(result instanceof Result.NotMissed)
                .as(piece + ": " + result)
                .isEqualTo(NOT_NEEDED.containsKey(piece));
    }

    @Test
    void everyReasonIsForAPieceThatIsThere() {
        assertThat(pieces).containsKeys(NOT_NEEDED.keySet().toArray(String[]::new));
    }

    private static String words(String piece, Result result) {
        return switch (result) {
            case Result.Noticed(String complaint) -> complaint;
            case Result.Refused(String code) -> "cannot be taken away: " + code;
            case Result.NotMissed() -> "not missed: " + NOT_NEEDED.getOrDefault(piece, "FOR NO REASON");
        };
    }
}
