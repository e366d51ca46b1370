package dev.provision.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RecordTextTest {
    @Test
    void fitsIntoOneParameterWithTheUsualRoutes() {
        assertThat(RecordText.parts(record(2))).singleElement().satisfies(text -> assertThat(RecordText.parse(text))
                .contains(record(2)));
    }

    @Test
    void takesMoreParametersForMoreRoutesThanOneHolds() {
        List<String> parts = RecordText.parts(record(50));

        assertThat(parts).hasSizeGreaterThan(2).allSatisfy(text -> assertThat(text)
                .hasSizeLessThanOrEqualTo(RecordText.MOST));
        assertThat(parts.stream()
                        .map(text -> RecordText.parse(text).orElseThrow())
                        .reduce(ReleaseRecord::joined))
                .contains(record(50));
    }

    @Test
    void whatIsNoRecordIsNone() {
        assertThat(RecordText.parse("1")).isEmpty();
        assertThat(RecordText.parse("{\"release\":\"x\",\"outcome\":\"promoted\"}"))
                .isEmpty();
    }

    private static ReleaseRecord record(int routes) {
        return new ReleaseRecord(
                7,
                Instant.parse("2026-11-27T10:00:00Z"),
                "arn:aws:iam::000000000000:user/somebody",
                "0123456789abcdef0123456789abcdef01234567",
                ReleaseRecord.Outcome.ROLLED_BACK,
                "it was\n\"slow\"",
                IntStream.range(0, routes)
                        .mapToObj(number -> new ReleaseRecord.Route(
                                "container-" + number,
                                ComputeKind.FARGATE,
                                "0123456789abcdef",
                                "sha256:" + "0123456789abcdef".repeat(4),
                                "arn:aws:ecs:eu-west-2:000000000000:task-definition/helidon-demo-api-bench-c" + number
                                        + ":1"))
                        .toList());
    }
}
