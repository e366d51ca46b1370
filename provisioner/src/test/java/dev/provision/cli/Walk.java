package dev.provision.cli;

import dev.provision.Visitors;
import dev.provision.config.Environment;
import dev.provision.graph.ProvisionException;
import dev.provision.graph.ProvisionException.ReleaseRolledBack;
import dev.provision.graph.StepKey;
import dev.provision.report.PlanView;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.RRType;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

/**
 * From configuration to configuration by chance, an {@code up} each, and between them what else happens to an environment:
 * requests to what stays are answered all the while, {@code up} does what {@code plan} says, and nothing is left to do
 * afterwards. At the end there is what a first {@code up} makes, and after the teardown nothing.
 */
final class Walk {
    private static final Duration BETWEEN = Duration.ofMillis(5);

    /** Longer than an old version is kept warm. */
    private static final Duration A_DAY = Duration.ofDays(1);

    /** The release before is kept for a while, and each release is remembered. */
    private static final Set<String> OF_RELEASES =
            Set.of("elasticloadbalancing targetgroup", "ecs service", "ecs task-definition", "ssm parameter", "subnet");

    private final Account account;
    private final Random random;
    private final Consumer<String> log;
    private final List<Before> moves;
    private final HttpClient patrons = Patrons.client();
    private final WalkCounts counts = new WalkCounts();

    /** @param moves one for each time that it is to be as likely as another one */
    Walk(Account account, Random random, Consumer<String> log, List<Before> moves) {
        this.moves = List.copyOf(moves);
        this.account = account;
        this.random = random;
        this.log = log;
    }

    /** What may happen before an {@code up}. */
    enum Before {
        NOTHING,
        ROLLBACK,
        BROKEN_IMAGE,
        TIME,
        DRIFT,
        /** A rollback, or an image that ends at once, amid what others did: whatever comes of it, the up mends it. */
        DRIFT_ROLLBACK,
        DRIFT_BROKEN_IMAGE;

        /** Whether others have a part in it: whoever makes requests then may be told of what they broke. */
        boolean byOthers() {
            return name().startsWith("DRIFT");
        }
    }

    WalkCounts of(int steps, Site first) {
        log.accept("  " + first.choices() + first.vpc().map(key -> " " + key).orElse(""));
        if (up(List.of(), first, first, Before.NOTHING)) {
            walk(steps, first);
        }
        return counts;
    }

    private void walk(int steps, Site first) {
        boolean moved = false;
        Site site = first;
        for (int step = 1; step <= steps; step++) {
            Site next = site.changed(4, random);
            Before before = moves.get(random.nextInt(moves.size()));
            log.accept("  " + step + ": " + before + "; " + String.join(", ", site.differences(next)));
            List<String> served = before.byOthers() ? List.of() : site.served(next);
            if (!(before(before, site, next) && up(served, site, next, before))) {
                return;
            }
            moved |= site.moves(next);
            site = next;
        }
        end(site, moved);
    }

    private boolean before(Before before, Site site, Site next) {
        return switch (before) {
            case NOTHING -> true;
            case ROLLBACK -> rollback(site);
            case BROKEN_IMAGE -> broken(site, brokenNext(site, next));
            case TIME -> {
                account.later(A_DAY);
                yield true;
            }
            case DRIFT -> drift(site);
            case DRIFT_ROLLBACK ->
                amidDrift(site, () -> {
                    counts.rollback();
                    log.accept("     rollback ended with exit code " + account.run("rollback", "--env", "dev"));
                });
            case DRIFT_BROKEN_IMAGE ->
                amidDrift(site, () -> {
                    counts.broken();
                    Site broken = brokenNext(site, next);
                    account.image(brokenImage(broken));
                    try {
                        account.up(broken.in(account, "dev"));
                        fail("a version was taken that ends at once");
                    } catch (ProvisionException expected) {
                        log.accept("     " + expected.getMessage());
                    }
                });
        };
    }

    /** A broken image is to meet an old version in all containers. */
    private static Site brokenNext(Site site, Site next) {
        return site.names().containsAll(next.names()) ? next : site;
    }

    /** The work may fail as it likes, but for a bug. */
    private boolean amidDrift(Site site, Runnable work) {
        account.image(site.image());
        var _ = meddle(site.in(account, "dev"));
        String before = account.told();
        work.run();
        String told = account.told().substring(before.length());
        if (told.contains("internal error")) {
            fail(told);
        }
        return true;
    }

    private boolean drift(Site site) {
        Environment environment = site.in(account, "dev");
        account.image(site.image());
        PlanView before = account.plan(environment);
        Set<StepKey> compared = account.compared(environment);
        List<Meddling> done = meddle(environment);
        Meddler.unsaid(done, compared, before, account.plan(environment))
                .forEach(what -> fail("not in the plan: " + what));
        return true;
    }

    private List<Meddling> meddle(Environment environment) {
        List<Meddling> done = new Meddler(account, random, log).meddle(environment, 3);
        done.forEach(meddling -> counts.drift(meddling.what()));
        return done;
    }

    private void fail(String what) {
        counts.failure();
        log.accept("  FAIL " + what);
    }

    /** Does something while requests are made to containers. */
    private boolean visited(List<String> names, Site site, Site next, Runnable work) {
        // Where HTTPS goes, whoever was just sent there finds nobody.
        boolean served = !site.https() || next.https();
        Visitors visitors = Visitors.of(
                patrons,
                BETWEEN,
                names.stream().filter(name -> served).map(this::address).toArray(URI[]::new));
        try {
            work.run();
            return true;
        } catch (ProvisionException failure) {
            fail("up: " + failure.getMessage());
            return false;
        } finally {
            visitors.close();
            counts.requests(visitors.answered());
            if (!visitors.failures().isEmpty()) {
                fail("not answered: "
                        + visitors.failures().stream()
                                .collect(Collectors.groupingBy(text -> text, TreeMap::new, Collectors.counting())));
            }
        }
    }

    private URI address(String name) {
        return URI.create("http://localhost:" + account.httpPort() + "/" + name + "/health");
    }

    private boolean up(List<String> served, Site site, Site next, Before before) {
        Environment environment = next.in(account, "dev");
        account.image(next.image());
        counts.up();
        PlanView plan = account.plan(environment);
        if (!before.byOthers()) {
            nobodyIsAccused(plan);
        }
        Deeds deeds = new Deeds();
        if (!visited(served, site, next, () -> account.up(environment, deeds.report()))) {
            return false;
        }
        List<String> surprises = deeds.otherThan(plan);
        if (!surprises.isEmpty()) {
            fail("not as planned: " + surprises);
        }
        nothingIsLeft(account.plan(environment));
        return visited(next.names(), next, next, () -> {});
    }

    private void nobodyIsAccused(PlanView plan) {
        plan.planned().forEach((key, step) -> {
            if (step.drifted()) {
                fail("somebody else is said to have changed " + key + ": " + step);
            }
        });
    }

    private void nothingIsLeft(PlanView plan) {
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
    }

    private boolean rollback(Site site) {
        counts.rollback();
        return visited(site.names(), site, site, () -> {
            String before = account.told();
            int code = account.run("rollback", "--env", "dev");
            String told = account.told().substring(before.length()).strip();
            log.accept("     " + told.lines().toList().getLast());
            boolean nowhere = code == ExitCode.USAGE.code()
                    && Stream.of(
                                    "there is no earlier release",
                                    "is not warm there any more",
                                    "and that is not there any more")
                            .anyMatch(told::contains);
            if (code != 0 && !nowhere) {
                fail("rollback ended with exit code " + code + ": " + told);
            }
        });
    }

    /** The old version serves, and the next {@code up} goes on. */
    private boolean broken(Site site, Site next) {
        counts.broken();
        Environment environment = next.in(account, "dev");
        account.image(brokenImage(next));
        return visited(site.served(next), site, next, () -> {
            try {
                account.up(environment);
                fail("a version was taken that ends at once");
            } catch (ReleaseRolledBack expected) {
                log.accept("     " + expected.getMessage());
            }
        });
    }

    private String brokenImage(Site next) {
        return (next.tasks() ? TinyImage.BROKEN : TinyImage.BROKEN_FUNCTION) + "-" + random.nextInt(1000);
    }

    private void end(Site site, boolean moved) {
        Environment last = site.in(account, "dev");
        SortedMap<String, Integer> walked = lasting(last);
        List<String> kept = random.nextBoolean() ? List.of() : List.of("log group ", "repository ");
        if (moves.stream().anyMatch(Before::byOthers)) {
            var _ = meddle(last);
        }
        teardown(last, kept);
        up(List.of(), site, site, Before.NOTHING);
        SortedMap<String, Integer> made = lasting(last);
        // What a container has moved away from keeps its roles, log group and security group.
        if (!moved && !made.equals(walked)) {
            fail("there was " + walked + ", a first up makes " + made);
        }
        teardown(last, List.of());
    }

    private SortedMap<String, Integer> lasting(Environment environment) {
        SortedMap<String, Integer> lasting = account.inventory(environment);
        lasting.keySet().removeAll(OF_RELEASES);
        return lasting;
    }

    /** The names of the records that somebody made in any zone; no sweep finds them. */
    private List<String> records() {
        Route53Client route53 = account.client(Route53Client.builder());
        return route53.listHostedZones().hostedZones().stream()
                .flatMap(zone ->
                        route53.listResourceRecordSets(r -> r.hostedZoneId(zone.id())).resourceRecordSets().stream())
                .filter(record -> record.type() != RRType.NS && record.type() != RRType.SOA)
                .map(ResourceRecordSet::name)
                .toList();
    }

    /** @param kept what a sweep calls what stays */
    private void teardown(Environment environment, List<String> kept) {
        List<String> words = new ArrayList<>(List.of("teardown", "--env", "dev", "--yes"));
        if (!kept.isEmpty()) {
            words.addAll(List.of("--keep-logs", "--keep-images"));
        }
        List<String> before = account.stack(environment).sweep().stream()
                .filter(what -> kept.stream().anyMatch(what::startsWith))
                .toList();
        String told = account.told();
        if (account.run(words.toArray(String[]::new)) != 0) {
            fail(words + ": " + account.told().substring(told.length()));
        }
        List<String> left = account.stack(environment).sweep();
        if (!left.equals(before)) {
            fail("left after " + words + ": " + left + " instead of " + before);
        }
        List<String> records = records();
        if (!records.isEmpty()) {
            fail("left after " + words + ": " + records);
        }
    }
}
