package dev.provision.localcloud.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.localcloud.LocalCloud;
import dev.provision.localcloud.Options;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A sample of what {@code bench/fuzz} sends: whatever comes in, the local cloud answers, and does not fail. */
@Timeout(180)
class FuzzTest {
    private static final int REQUESTS = 400;
    private static final long SEED = 20_261_127;

    @Test
    void mutatedRequestsAreAnsweredAndNeverFail() {
        try (LocalCloud cloud = LocalCloud.start(Options.forTests())) {
            RequestFuzzer fuzzer = new RequestFuzzer(cloud, cloud.awsServices(), SEED);
            for (int i = 0; i < REQUESTS; i++) {
                fuzzer.next();
            }
            assertThat(fuzzer.bad()).isEmpty();
            assertThat(fuzzer.statuses()).containsKeys(200, 400);
        }
    }
}
