package dev.provision.cli;

import dev.provision.Visitors;
import dev.provision.config.Environment;
import dev.provision.graph.ProvisionException;
import dev.provision.report.PlanView;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * From configuration to configuration by chance, an {@code up} each: requests to what stays are answered all the while, and
 * nothing is left to do afterwards. At the end of a walk there is what a first {@code up} makes, and after the teardown
 * nothing. {@code bench/walk/run} says how it is called.
 */
final class WalkBench {
    private static final Duration BETWEEN = Duration.ofMillis(5);

    /** The release before is kept for a while, and each release is remembered. */
    private static final Set<String> OF_RELEASES =
            Set.of("elasticloadbalancing targetgroup", "ecs service", "ecs task-definition", "ssm parameter", "subnet");

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final Account account;
    private final Random random;
    private final List<String> failures = new ArrayList<>();
    private int ups;

    private WalkBench(Account account, Random random) {
        this.account = account;
        this.random = random;
    }

    /** @param args walks, steps of each, seed of the first one */
    public static void main(String[] args) throws IOException {
        int walks = Integer.parseInt(args[0]);
        int steps = Integer.parseInt(args[1]);
        long seed = Long.parseLong(args[2]);
        int ups = 0;
        int failed = 0;
        for (int walk = 0; walk < walks; walk++) {
            Path folder = Files.createTempDirectory("walk");
            try (Account account = Account.open(folder)) {
                WalkBench bench = new WalkBench(account, new Random(seed + walk));
                System.out.println("walk " + (seed + walk));
                bench.walk(steps);
                ups += bench.ups;
                failed += bench.failures.size();
            }
        }
        System.out.printf("%d walks, %d ups, %d failures%n", walks, ups, failed);
        System.exit(failed == 0 ? 0 : 1);
    }

    private void walk(int steps) {
        boolean moved = false;
        Site site = Site.random(random);
        System.out.println("  " + site.choices());
        if (!up(Optional.empty(), site)) {
            return;
        }
        for (int step = 1; step <= steps; step++) {
            Site next = site.changed(4, random);
            System.out.println("  " + step + ": " + String.join(", ", site.differences(next)));
            if (!up(Optional.of(site), next)) {
                return;
            }
            moved |= site.moves(next);
            site = next;
        }
        Environment last = site.in(account, "dev");
        SortedMap<String, Integer> walked = lasting(last);
        teardown(last);
        up(Optional.empty(), site);
        SortedMap<String, Integer> made = lasting(last);
        // What a container has moved away from keeps its roles, log group and security group.
        if (!moved && !made.equals(walked)) {
            fail("there was " + walked + ", a first up makes " + made);
        }
        teardown(last);
    }

    private SortedMap<String, Integer> lasting(Environment environment) {
        SortedMap<String, Integer> counts = account.inventory(environment);
        counts.keySet().removeAll(OF_RELEASES);
        return counts;
    }

    private void fail(String what) {
        failures.add(what);
        System.out.println("  FAIL " + what);
    }

    private boolean up(Optional<Site> before, Site site) {
        Environment environment = site.in(account, "dev");
        account.image(site.image());
        ups++;
        URI[] served = before.stream()
                .flatMap(from -> from.served(site).stream())
                .map(name -> URI.create("http://localhost:" + account.httpPort() + "/" + name + "/health"))
                .toArray(URI[]::new);
        Visitors visitors = Visitors.of(http, BETWEEN, served);
        try {
            account.up(environment);
        } catch (ProvisionException failure) {
            fail("up: " + failure.getMessage());
            return false;
        } finally {
            visitors.close();
            if (!visitors.failures().isEmpty()) {
                fail("not answered: "
                        + visitors.failures().stream()
                                .collect(Collectors.groupingBy(text -> text, TreeMap::new, Collectors.counting())));
            }
        }
        PlanView plan = account.plan(environment);
        String left = plan.planned().entrySet().stream()
                .filter(entry -> switch (entry.getValue().action()) {
                    case NONE, CHECK -> false;
                    // Earlier versions of functions and tasks are in it for as long as they are kept.
                    case DELETE -> !entry.getKey().kind().equals("subnet");
                    case CREATE, CHANGE, REPLACE -> true;
                })
                .map(String::valueOf)
                .collect(Collectors.joining(", "));
        if (!left.isEmpty()) {
            fail("left to do: " + left);
        }
        return true;
    }

    private void teardown(Environment environment) {
        account.teardown(environment);
        List<String> left = account.stack(environment).sweep();
        if (!left.isEmpty()) {
            fail("left after teardown: " + left);
        }
    }
}
