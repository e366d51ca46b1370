package dev.provision.localcloud.route53;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.localcloud.wire.AwsError;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.route53.model.AliasTarget;
import software.amazon.awssdk.services.route53.model.Change;
import software.amazon.awssdk.services.route53.model.ResourceRecord;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

class ChangeBatchesTest {
    private final Zone zone = new Zone("Z1", "example.com.", "one", "");

    private static Change change(String action, String name, String type, String value) {
        return Change.builder()
                .action(action)
                .resourceRecordSet(ResourceRecordSet.builder()
                        .name(name)
                        .type(type)
                        .ttl(60L)
                        .resourceRecords(ResourceRecord.builder().value(value).build())
                        .build())
                .build();
    }

    @ParameterizedTest
    @CsvSource({
        "CREATE, a.example.org, A, 192.0.2.1, is not permitted in zone",
        "CREATE, example.com, CNAME, b.example.com, is not permitted at apex",
        "CREATE, there.example.com, A, 192.0.2.1, already exists",
        "CREATE, there.example.com, CNAME, b.example.com, conflicting RRSet",
        "CREATE, a.example.com, A, 192.0.2.256, ARRDATAIllegalIPv4Address",
        "DELETE, a.example.com, A, 192.0.2.1, was not found",
        "DELETE, there.example.com, A, 192.0.2.9, do not match the current values"
    })
    void whatAwsRefusesIsRefusedAndNothingOfTheBatchIsDone(
            String action, String name, String type, String value, String words) {
        ChangeBatches.apply(zone, List.of(change("CREATE", "there.example.com", "A", "192.0.2.1")));
        List<Change> batch =
                List.of(change("UPSERT", "other.example.com", "A", "192.0.2.2"), change(action, name, type, value));
        assertThatThrownBy(() -> ChangeBatches.apply(zone, batch))
                .isInstanceOf(AwsError.class)
                .hasMessageContaining(words);
        assertThat(zone.records()).hasSize(3);
    }

    @Test
    void anAliasHasNeitherValuesNorATimeToLive() {
        ResourceRecordSet alias = ResourceRecordSet.builder()
                .name("example.com")
                .type("A")
                .aliasTarget(AliasTarget.builder()
                        .hostedZoneId("ZHURV8PSTC4K8")
                        .dnsName("localhost")
                        .evaluateTargetHealth(false)
                        .build())
                .build();
        ChangeBatches.apply(
                zone,
                List.of(Change.builder()
                        .action("UPSERT")
                        .resourceRecordSet(alias)
                        .build()));
        assertThat(zone.records()).hasSize(3);
        Change both = Change.builder()
                .action("UPSERT")
                .resourceRecordSet(alias.copy(set -> set.ttl(5L)))
                .build();
        assertThatThrownBy(() -> ChangeBatches.apply(zone, List.of(both)))
                .hasMessageContaining("Expected exactly one of");
    }
}
