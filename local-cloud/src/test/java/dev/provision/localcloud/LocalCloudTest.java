package dev.provision.localcloud;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sts.StsClient;

class LocalCloudTest {
    private static LocalCloud cloud;

    @BeforeAll
    static void start() {
        cloud = LocalCloud.start(Options.forTests());
    }

    @AfterAll
    static void stop() {
        cloud.close();
    }

    @Test
    void tellsCallersWhoTheyAre() {
        try (StsClient sts = Clients.of(StsClient.builder(), cloud.endpoint())) {
            assertThat(sts.getCallerIdentity().account()).isEqualTo("000000000000");
        }
    }
}
