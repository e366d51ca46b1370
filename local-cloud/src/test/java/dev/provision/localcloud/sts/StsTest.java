package dev.provision.localcloud.sts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.localcloud.Clients;
import dev.provision.localcloud.LocalCloud;
import dev.provision.localcloud.Options;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.StsException;

@Timeout(60)
class StsTest {
    private static LocalCloud cloud;
    private static StsClient sts;

    @BeforeAll
    static void start() {
        cloud = LocalCloud.start(Options.forTests());
        sts = Clients.of(StsClient.builder(), cloud.endpoint());
        try (IamClient iam = Clients.of(IamClient.builder(), cloud.endpoint())) {
            role(iam, "open", "{\"AWS\": \"arn:aws:iam::000000000000:root\"}");
            role(iam, "closed", "{\"Service\": \"lambda.amazonaws.com\"}");
        }
    }

    private static void role(IamClient iam, String name, String principal) {
        String trust = "{\"Statement\": {\"Effect\": \"Allow\", \"Action\": \"sts:AssumeRole\", \"Principal\": "
                + principal + "}}";
        iam.createRole(role -> role.roleName(name).assumeRolePolicyDocument(trust));
    }

    @AfterAll
    static void stop() {
        sts.close();
        cloud.close();
    }

    @Test
    void callersAreTheRootOfTheAccount() {
        assertThat(sts.getCallerIdentity().arn()).isEqualTo("arn:aws:iam::000000000000:root");
    }

    @Test
    void theCredentialsOfASessionAreTheRoles() {
        Credentials credentials = sts.assumeRole(role ->
                        role.roleArn("arn:aws:iam::000000000000:role/open").roleSessionName("test"))
                .credentials();
        try (StsClient assumed = StsClient.builder()
                .endpointOverride(cloud.endpoint())
                .region(Region.EU_WEST_2)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .credentialsProvider(StaticCredentialsProvider.create(AwsSessionCredentials.create(
                        credentials.accessKeyId(), credentials.secretAccessKey(), credentials.sessionToken())))
                .build()) {
            assertThat(assumed.getCallerIdentity().arn()).isEqualTo("arn:aws:sts::000000000000:assumed-role/open/test");
            assertThat(assumed.getCallerIdentity().userId()).matches("AROA[A-Z2-7]{17}:test");
        }
    }

    @Test
    void refusesRolesThatDoNotTrustTheCaller() {
        for (String name : new String[] {"closed", "missing"}) {
            assertThatThrownBy(() -> sts.assumeRole(role -> role.roleArn("arn:aws:iam::000000000000:role/" + name)
                            .roleSessionName("test")))
                    .isInstanceOfSatisfying(StsException.class, error -> {
                        assertThat(error.statusCode()).isEqualTo(403);
                        assertThat(error.awsErrorDetails().errorCode()).isEqualTo("AccessDenied");
                    });
        }
    }

    @Test
    void refusesSessionsThatAreTooLong() {
        for (int seconds : new int[] {899, 3601, 43_201}) {
            assertThatThrownBy(() -> sts.assumeRole(role -> role.roleArn("arn:aws:iam::000000000000:role/open")
                            .roleSessionName("test")
                            .durationSeconds(seconds)))
                    .isInstanceOfSatisfying(StsException.class, error -> assertThat(
                                    error.awsErrorDetails().errorCode())
                            .isEqualTo("ValidationError"));
        }
    }
}
