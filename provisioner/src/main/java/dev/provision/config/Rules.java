package dev.provision.config;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What must hold between values. Each rule is asked only where what it reads has been found good, so that a mistake is told
 * once and as what it is.
 *
 * @param env the name of the environment
 */
record Rules(Values root, String env, Problems problems) {
    /** "Tag naming limits and requirements" in the tagging guide: 50 to a resource, of which four are provision's own. */
    private static final int TAGS = 46;

    /** "Quotas for your Application Load Balancers": 100 target groups to one, and a container has two. */
    private static final int CONTAINERS = 50;

    void check() {
        if (good("network")) {
            new NetworkRules(root.section("network"), problems).check();
        }
        new DeploymentRules(root, problems).check();
        if (good("release")) {
            ReleaseReader.checkSteps(root.section("release"), problems);
        }
        if (good("release", "containers")) {
            ReleaseReader.checkSmoke(root.section("release").section("smoke"), root.sections("containers"), problems);
        }
        if (good("tags")) {
            tags();
        }
        if (!Keys.NAME.takes(env)) {
            problems.add(
                    root.entries().place(), "(file name)", "expected " + Keys.NAME.words() + ", found '" + env + "'");
        }
        containers();
    }

    private boolean good(String... paths) {
        return List.of(paths).stream().allMatch(problems::noneAround);
    }

    /** IAM does not tell keys apart by the case of their letters: "Rules for tagging in IAM and AWS STS". */
    private void tags() {
        Map<String, String> seen = new HashMap<>();
        root.open("tags").forEach((key, tree) -> {
            String earlier = seen.putIfAbsent(key.toLowerCase(Locale.ROOT), key);
            if (earlier != null) {
                problems.add(
                        tree.place(), "tags." + key, "differs from " + earlier + " by case only; remove one of them");
            }
        });
        if (seen.size() > TAGS) {
            problems.add(root.place("tags"), "tags", "expected " + TAGS + " at most, found " + seen.size());
        }
    }

    private void containers() {
        List<Values> containers = root.sections("containers");
        boolean named = good("name");
        boolean closed =
                good("network") && root.section("network").text("natGateways").equals("none");
        Map<String, String> patterns = new HashMap<>();
        containers.forEach(container -> {
            ContainerRules rules = new ContainerRules(container, problems);
            rules.check();
            if (closed) {
                rules.withoutWayOut();
            }
            if (good(container.path("compute.awsIam"))) {
                new PolicyRules(problems).check(container.section("compute").section("awsIam"));
            }
            if (good(container.path("routing.pathPattern"))) {
                pattern(container, patterns);
            }
            if (named) {
                rules.length(root.text("name") + "-" + env);
            }
        });
        if (containers.size() > CONTAINERS) {
            problems.add(
                    root.place("containers"),
                    "containers",
                    "expected " + CONTAINERS + " at most behind one load balancer, found " + containers.size());
        }
    }

    private void pattern(Values container, Map<String, String> patterns) {
        Values routing = container.section("routing");
        String earlier = patterns.putIfAbsent(routing.text("pathPattern"), container.name());
        if (earlier != null) {
            problems.add(
                    routing.place("pathPattern"),
                    routing.path("pathPattern"),
                    "container " + earlier + " has the same pattern; expected one of its own");
        }
    }
}
