package dev.provision.localcloud.ec2;

import software.amazon.awssdk.services.ec2.model.AttributeValue;
import software.amazon.awssdk.services.ec2.model.DescribeDhcpOptionsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeDhcpOptionsResponse;
import software.amazon.awssdk.services.ec2.model.DhcpConfiguration;
import software.amazon.awssdk.services.ec2.model.DhcpOptions;

/** The region's DHCP options, which every VPC has and nobody here changes. */
public final class DhcpOptionSets implements Operations {
    private final Model model;
    private final Filters<DhcpOptions> filters = new Filters<>(DhcpOptions::tags)
            .on("dhcp-options-id", DhcpOptions::dhcpOptionsId)
            .on("owner-id", DhcpOptions::ownerId)
            .any("key", options -> options.dhcpConfigurations().stream().map(DhcpConfiguration::key))
            .any("value", options -> options.dhcpConfigurations().stream()
                    .flatMap(each -> each.values().stream())
                    .map(AttributeValue::value));

    DhcpOptionSets(Model model) {
        this.model = model;
        model.dhcpOptions()
                .put(DhcpOptions.builder()
                        .dhcpOptionsId(Kind.DHCP_OPTIONS.newId())
                        .ownerId(model.account().id())
                        .dhcpConfigurations(
                                option("domain-name", model.account().region() + ".compute.internal"),
                                option("domain-name-servers", "AmazonProvidedDNS"))
                        .build());
    }

    private static DhcpConfiguration option(String key, String value) {
        return DhcpConfiguration.builder()
                .key(key)
                .values(AttributeValue.builder().value(value).build())
                .build();
    }

    String defaultId() {
        return model.dhcpOptions().stream().findFirst().orElseThrow().dhcpOptionsId();
    }

    public DescribeDhcpOptionsResponse describeDhcpOptions(DescribeDhcpOptionsRequest request) {
        Refusal.dryRun(request);
        Page<DhcpOptions> page = Page.of(
                model.dhcpOptions()
                        .named(request.dhcpOptionsIds())
                        .map(options -> options.toBuilder()
                                .tags(model.tags().of(options.dhcpOptionsId()))
                                .build())
                        .filter(filters.matching(request.filters()))
                        .toList(),
                request,
                options -> model.dhcpOptions().rank(options.dhcpOptionsId()));
        return DescribeDhcpOptionsResponse.builder()
                .dhcpOptions(page.items())
                .nextToken(page.nextToken())
                .build();
    }
}
