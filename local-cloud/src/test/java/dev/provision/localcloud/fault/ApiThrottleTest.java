package dev.provision.localcloud.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.localcloud.time.ManualTime;
import dev.provision.localcloud.wire.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ApiThrottleTest {
    private final ManualTime time = new ManualTime(Instant.EPOCH);
    private final ApiThrottle throttle = new ApiThrottle(time);

    private long passed(String service, String operation, int calls) {
        return IntStream.range(0, calls)
                .filter(_ -> throttle.next(service, operation) instanceof Fault.None)
                .count();
    }

    @Test
    void aBurstEmptiesTheBucketAndTimeFillsItAgain() {
        assertThat(passed("ec2", "DescribeVpcs", 150)).isEqualTo(100);
        assertThat(throttle.next("ec2", "DescribeVpcs"))
                .isInstanceOfSatisfying(
                        Fault.Refusal.class,
                        refusal -> assertThat(refusal.error().code()).isEqualTo("RequestLimitExceeded"));
        assertThat(passed("ec2", "DescribeSubnets", 1))
                .as("a bucket of its own")
                .isEqualTo(1);
        time.advance(Duration.ofSeconds(1));
        assertThat(passed("ec2", "DescribeVpcs", 150)).isEqualTo(20);
        time.advance(Duration.ofHours(1));
        assertThat(passed("ec2", "DescribeVpcs", 150))
                .as("no more than the bucket holds")
                .isEqualTo(100);
    }

    @Test
    void lambdasControlPlaneHasFifteenCallsASecondAndItsInvocationsNone() {
        assertThat(passed("lambda", "GetAlias", 10) + passed("lambda", "ListTags", 10))
                .isEqualTo(15);
        assertThat(passed("lambda", "Invoke", 1000)).isEqualTo(1000);
    }
}
