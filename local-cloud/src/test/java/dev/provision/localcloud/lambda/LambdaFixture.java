package dev.provision.localcloud.lambda;

import dev.provision.localcloud.TestCloud;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** What tests of functions begin with: a Lambda service of their own for each, and nothing in it. */
abstract class LambdaFixture {
    @TempDir
    Path folder;

    LambdaCloud lambda;
    TestCloud cloud;
    LambdaClient client;

    @BeforeEach
    void start() {
        lambda = LambdaCloud.start(folder);
        cloud = lambda.surroundings();
        client = lambda.client();
    }

    @AfterEach
    void stop() throws IOException {
        lambda.close();
    }
}
