package dev.provision.localcloud.ec2;

import static dev.provision.localcloud.ec2.Ec2World.filter;
import static dev.provision.localcloud.ec2.Ec2World.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.AvailabilityZone;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsResponse;
import software.amazon.awssdk.services.ec2.model.Region;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/** Filters, pages and tags, which are the same for every kind of resource. */
class ListingTest {
    private static Ec2World world;
    private static Ec2Client ec2;

    @BeforeAll
    static void start() {
        world = Ec2World.roomy();
        ec2 = world.ec2();
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    private static String tagged(String type, Tag... tags) {
        return ec2.createVpc(vpc -> vpc.cidrBlock("10.0.0.0/16")
                        .tagSpecifications(TagSpecification.builder()
                                .resourceType(type)
                                .tags(tags)
                                .build()))
                .vpc()
                .vpcId();
    }

    private static List<String> vpcsWith(String filter, String... values) {
        return ec2.describeVpcs(vpcs -> vpcs.filters(filter(filter, values))).vpcs().stream()
                .map(vpc -> vpc.vpcId())
                .toList();
    }

    @Test
    void findsByTagsGivenOnCreation() {
        String demo = tagged("vpc", tag("provision:name", "demo"), tag("stage", "one"));
        String other = tagged("vpc", tag("provision:name", "demo two"));
        assertThat(vpcsWith("tag:provision:name", "demo")).containsExactly(demo);
        assertThat(vpcsWith("tag:provision:name", "demo*")).containsExactly(demo, other);
        assertThat(vpcsWith("tag:provision:name", "dem?")).containsExactly(demo);
        assertThat(vpcsWith("tag:provision:name", "d.*")).isEmpty();
        assertThat(vpcsWith("tag-key", "stage")).containsExactly(demo);
        assertThat(vpcsWith("tag:provision:name", "nothing", "demo two")).containsExactly(other);
        assertThat(vpcsWith("tag:Provision:Name", "demo")).isEmpty();
        assertThat(refusal(() -> vpcsWith("no-such-filter", "x"))).isEqualTo("InvalidParameterValue");
    }

    @Test
    void refusesTagsThatAwsRefuses() {
        assertThat(refusal(() -> tagged("subnet", tag("a", "b")))).isEqualTo("InvalidParameterValue");
        assertThat(refusal(() -> tagged("vpc", tag("aws:a", "b")))).isEqualTo("InvalidParameterValue");
        assertThat(refusal(() -> tagged("vpc", tag("a", "b"), tag("a", "c")))).isEqualTo("InvalidParameterValue");
        assertThat(refusal(() -> tagged("vpc", tag("a", "b".repeat(256))))).isEqualTo("InvalidParameterValue");
        Tag[] many = IntStream.range(0, 51)
                .mapToObj(number -> tag("key" + number, ""))
                .toArray(Tag[]::new);
        assertThat(refusal(() -> tagged("vpc", many))).isEqualTo("TagLimitExceeded");
    }

    @Test
    void tagsComeAndGo() {
        String vpc = world.vpc();
        String subnet = world.subnet(vpc, "10.0.1.0/24");
        ec2.createTags(tags -> tags.resources(vpc, subnet).tags(tag("a", "1"), tag("b", "2")));
        ec2.deleteTags(tags -> tags.resources(vpc)
                .tags(tag("a", "another"), Tag.builder().key("b").build()));
        assertThat(ec2.describeTags(tags -> tags.filters(filter("resource-id", vpc, subnet)))
                        .tags())
                .extracting(each -> each.resourceTypeAsString() + " " + each.key() + " " + each.value())
                .containsExactlyInAnyOrder("vpc a 1", "subnet a 1", "subnet b 2");
        ec2.deleteSubnet(gone -> gone.subnetId(subnet));
        assertThat(ec2.describeTags(tags -> tags.filters(filter("resource-id", subnet)))
                        .tags())
                .isEmpty();
        assertThat(refusal(
                        () -> ec2.createTags(tags -> tags.resources(vpc, subnet).tags(tag("a", "3")))))
                .isEqualTo("InvalidSubnetID.NotFound");
        assertThat(refusal(() -> ec2.createTags(tags -> tags.resources("thing").tags(tag("a", "3")))))
                .isEqualTo("InvalidID");
    }

    @Test
    void pagesGoOnWhereTheyEndedEvenIfWhatWasShownIsDeleted() {
        String vpc = world.vpc();
        List<String> made = new ArrayList<>();
        for (int number = 0; number < 12; number++) {
            made.add(world.subnet(vpc, "10.0." + number + ".0/24"));
        }
        assertThat(ec2
                        .describeSubnetsPaginator(subnets ->
                                subnets.filters(filter("vpc-id", vpc)).maxResults(5))
                        .subnets()
                        .stream()
                        .limit(20))
                .extracting(Subnet::subnetId)
                .containsExactlyElementsOf(made);

        List<String> shown = new ArrayList<>();
        String token = null;
        do {
            String next = token;
            DescribeSubnetsResponse page = ec2.describeSubnets(subnets ->
                    subnets.filters(filter("vpc-id", vpc)).maxResults(5).nextToken(next));
            assertThat(page.subnets()).hasSizeLessThanOrEqualTo(5);
            page.subnets().stream().map(Subnet::subnetId).forEach(shown::add);
            page.subnets().forEach(subnet -> ec2.deleteSubnet(gone -> gone.subnetId(subnet.subnetId())));
            token = page.nextToken();
        } while (token != null);
        assertThat(shown).containsExactlyElementsOf(made);
    }

    @Test
    void refusesPagesThatAwsRefuses() {
        assertThat(refusal(() -> ec2.describeSubnets(subnets -> subnets.maxResults(4))))
                .isEqualTo("InvalidParameterValue");
        assertThat(refusal(() -> ec2.describeSubnets(subnets -> subnets.nextToken("forged"))))
                .isEqualTo("InvalidNextToken");
    }

    @Test
    void knowsRegionsZonesAndWhatNobodyHas() {
        assertThat(ec2.describeAvailabilityZones().availabilityZones())
                .extracting(AvailabilityZone::zoneName)
                .containsExactly("eu-west-2a", "eu-west-2b", "eu-west-2c");
        assertThat(ec2.describeRegions().regions())
                .extracting(Region::regionName)
                .contains("eu-west-2", "us-east-1");
        assertThat(ec2.describeAccountAttributes().accountAttributes()).isNotEmpty();
        assertThat(ec2.describeInstances().reservations()).isEmpty();
        assertThat(ec2.describeVpcEndpointConnections().vpcEndpointConnections())
                .isEmpty();
    }
}
