package dev.provision.config;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What must hold between what the user brings, mostly in {@code deployment}, and the rest. */
final class DeploymentRules {
    private static final int ZONES_AT_LEAST = 2;
    private final Values root;
    private final Problems problems;

    DeploymentRules(Values root, Problems problems) {
        this.root = root;
        this.problems = problems;
    }

    void check() {
        Values deployment = root.section("deployment");
        if (deployment.tree("awsVpc").isPresent() && problems.noneAround(deployment.path("awsVpc"))) {
            vpc(deployment.section("awsVpc"));
        }
        Values balancer = deployment.section("awsAlb");
        ofRegion(balancer, "certificateArn");
        ofRegion(balancer, "wafAclArn");
        ofRegion(root.section("alarms"), "topicArn");
    }

    private void ofRegion(Values section, String key) {
        if (!problems.noneAround("region") || !problems.noneAround(section.path(key))) {
            return;
        }
        String region = root.text("region");
        section.written(key)
                .filter(arn -> !arn.split(":", -1)[3].equals(region))
                .ifPresent(arn -> problems.add(
                        section.place(key),
                        section.path(key),
                        "expected one of region " + region + ", found '" + arn + "'"));
    }

    private void vpc(Values vpc) {
        if (vpc.list("publicSubnets").size() < ZONES_AT_LEAST) {
            problems.add(
                    vpc.place("publicSubnets"),
                    vpc.path("publicSubnets"),
                    "expected at least two, in two availability zones: a load balancer needs them");
        }
        if (vpc.list("privateSubnets").isEmpty()) {
            problems.add(vpc.place("privateSubnets"), vpc.path("privateSubnets"), "expected at least one");
        }
        for (String key : List.of("publicSubnets", "privateSubnets")) {
            Set<String> seen = new HashSet<>();
            vpc.list(key).stream()
                    .filter(id -> !seen.add(id))
                    .forEach(id -> problems.add(vpc.place(key), vpc.path(key), id + " is there twice"));
        }
        root.tree("network").ifPresent(network -> {
            if (network instanceof Tree.Entries entries && written(entries, vpc)) {
                problems.add(
                        network.place(),
                        "network",
                        "describes a network to create, and deployment.awsVpc one that exists; write network: ~ or remove"
                                + " awsVpc");
            }
        });
    }

    /** What application.yaml says of networks is for all environments; only the same file contradicts itself. */
    private static boolean written(Tree.Entries network, Values vpc) {
        String file = vpc.entries().place().file();
        return network.entries().values().stream()
                .anyMatch(entry -> entry.place().file().equals(file));
    }
}
