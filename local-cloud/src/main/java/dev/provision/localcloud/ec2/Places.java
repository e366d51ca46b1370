package dev.provision.localcloud.ec2;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.AccountAttribute;
import software.amazon.awssdk.services.ec2.model.AccountAttributeValue;
import software.amazon.awssdk.services.ec2.model.AvailabilityZone;
import software.amazon.awssdk.services.ec2.model.DescribeAccountAttributesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeAccountAttributesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeAvailabilityZonesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeAvailabilityZonesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeRegionsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeRegionsResponse;
import software.amazon.awssdk.services.ec2.model.Region;

/** Regions, zones and what the account is like there. */
public final class Places implements Operations {
    private static final String OPEN = "opt-in-not-required";
    private static final List<String> REGIONS = List.of(
            "ap-south-1",
            "eu-north-1",
            "eu-west-3",
            "eu-west-2",
            "eu-west-1",
            "ap-northeast-3",
            "ap-northeast-2",
            "ap-northeast-1",
            "ca-central-1",
            "sa-east-1",
            "ap-southeast-1",
            "ap-southeast-2",
            "eu-central-1",
            "us-east-1",
            "us-east-2",
            "us-west-1",
            "us-west-2");
    private final String region;
    private final Zones zones;
    private final Map<String, String> attributes;
    private final Filters<AvailabilityZone> zoneFilters = new Filters<AvailabilityZone>(zone -> List.of())
            .on("zone-name", AvailabilityZone::zoneName)
            .on("zone-id", AvailabilityZone::zoneId)
            .on("zone-type", AvailabilityZone::zoneType)
            .on("group-name", AvailabilityZone::groupName)
            .on("group-long-name", AvailabilityZone::groupLongName)
            .on("region-name", AvailabilityZone::regionName)
            .on("state", AvailabilityZone::stateAsString)
            .on("opt-in-status", AvailabilityZone::optInStatusAsString)
            .any("message", zone -> Stream.empty());
    private final Filters<Region> regionFilters = new Filters<Region>(any -> List.of())
            .on("region-name", Region::regionName)
            .on("endpoint", Region::endpoint)
            .on("opt-in-status", Region::optInStatus);

    Places(String region, Zones zones, Ec2Quotas quotas) {
        this.region = region;
        this.zones = zones;
        attributes = Map.of(
                "supported-platforms",
                "VPC",
                "default-vpc",
                "none",
                "max-instances",
                "20",
                "max-elastic-ips",
                Integer.toString(quotas.addresses()),
                "vpc-max-elastic-ips",
                Integer.toString(quotas.addresses()),
                "vpc-max-security-groups-per-interface",
                Integer.toString(quotas.groupsPerInterface()));
    }

    public DescribeAvailabilityZonesResponse describeAvailabilityZones(DescribeAvailabilityZonesRequest request) {
        Refusal.dryRun(request);
        List<AvailabilityZone> all = zones.names().stream().map(this::zone).toList();
        request.zoneNames().forEach(name -> known(name, all.stream().map(AvailabilityZone::zoneName)));
        request.zoneIds().forEach(id -> known(id, all.stream().map(AvailabilityZone::zoneId)));
        return DescribeAvailabilityZonesResponse.builder()
                .availabilityZones(all.stream()
                        .filter(zone -> request.zoneNames().isEmpty()
                                || request.zoneNames().contains(zone.zoneName()))
                        .filter(zone ->
                                request.zoneIds().isEmpty() || request.zoneIds().contains(zone.zoneId()))
                        .filter(zoneFilters.matching(request.filters()))
                        .toList())
                .build();
    }

    private static void known(String asked, Stream<String> names) {
        if (names.noneMatch(asked::equals)) {
            throw Refusal.invalid("Invalid availability zone: [" + asked + "]");
        }
    }

    private AvailabilityZone zone(String name) {
        return AvailabilityZone.builder()
                .zoneName(name)
                .zoneId(zones.id(name))
                .zoneType("availability-zone")
                .regionName(region)
                .groupName(region + "-zg-1")
                .groupLongName(region + " 1")
                .networkBorderGroup(region)
                .optInStatus(OPEN)
                .state("available")
                .messages(List.of())
                .build();
    }

    public DescribeRegionsResponse describeRegions(DescribeRegionsRequest request) {
        Refusal.dryRun(request);
        request.regionNames().forEach(name -> {
            if (!REGIONS.contains(name)) {
                throw Refusal.invalid("Invalid region: [" + name + "]");
            }
        });
        return DescribeRegionsResponse.builder()
                .regions(REGIONS.stream()
                        .filter(name -> request.regionNames().isEmpty()
                                || request.regionNames().contains(name))
                        .map(name -> Region.builder()
                                .regionName(name)
                                .endpoint("ec2." + name + ".amazonaws.com")
                                .optInStatus(OPEN)
                                .build())
                        .filter(regionFilters.matching(request.filters()))
                        .toList())
                .build();
    }

    public DescribeAccountAttributesResponse describeAccountAttributes(DescribeAccountAttributesRequest request) {
        Refusal.dryRun(request);
        List<String> wanted = request.attributeNamesAsStrings();
        wanted.forEach(name -> {
            if (!attributes.containsKey(name)) {
                throw Refusal.invalid("attributeName", name, "Unknown attribute.");
            }
        });
        return DescribeAccountAttributesResponse.builder()
                .accountAttributes(attributes.entrySet().stream()
                        .filter(each -> wanted.isEmpty() || wanted.contains(each.getKey()))
                        .sorted(Map.Entry.comparingByKey())
                        .map(each -> AccountAttribute.builder()
                                .attributeName(each.getKey())
                                .attributeValues(AccountAttributeValue.builder()
                                        .attributeValue(each.getValue())
                                        .build())
                                .build())
                        .toList())
                .build();
    }
}
