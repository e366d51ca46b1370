package dev.provision.cli;

import dev.provision.config.Environment;
import dev.provision.graph.Outcome;
import dev.provision.graph.StepKey;
import dev.provision.report.PlanView;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Somebody else, who has a way with the resources of the environment {@code demo-dev}. */
final class Meddler {
    private final Account account;
    private final Random random;
    private final Consumer<String> log;

    Meddler(Account account, Random random, Consumer<String> log) {
        this.account = account;
        this.random = random;
        this.log = log;
    }

    /** Does up to {@code most} things, each kind of thing as likely as every other; what was done. */
    List<Meddling> meddle(Environment environment, int most) {
        List<Meddling> done = new ArrayList<>();
        for (int i = 1 + random.nextInt(most); i > 0; i--) {
            List<Meddling> possible = possible(environment);
            List<String> kinds =
                    possible.stream().map(Meddling::what).distinct().sorted().toList();
            String kind = kinds.get(random.nextInt(kinds.size()));
            List<Meddling> ofKind =
                    possible.stream().filter(each -> each.what().equals(kind)).toList();
            Meddling meddling = ofKind.get(random.nextInt(ofKind.size()));
            try {
                meddling.work().run();
                done.add(meddling);
                log.accept("     others: " + meddling);
            } catch (AwsServiceException refused) {
                log.accept("     others: " + meddling + " refused: "
                        + refused.awsErrorDetails().errorMessage());
            }
        }
        return done;
    }

    private List<Meddling> possible(Environment environment) {
        Steps steps = Steps.of(account, environment);
        return Stream.of(
                        new NetworkMeddlings(account).all(),
                        new TrafficMeddlings(account, steps).all(),
                        new CertificateMeddlings(account, steps).all(),
                        new ComputeMeddlings(account).all(),
                        new OtherMeddlings(account).all(),
                        new TagMeddlings(account, steps, environment.tags().containsKey(TagMeddlings.TEAM)).all())
                .flatMap(List::stream)
                .toList();
    }

    /**
     * What a plan does not say of what was done.
     *
     * @param compared the steps whose resources are compared with what is wanted
     */
    static List<String> unsaid(List<Meddling> done, Set<StepKey> compared, PlanView before, PlanView after) {
        List<String> unsaid = new ArrayList<>();
        boolean remembered = done.stream().noneMatch(meddling -> meddling.what().equals(OtherMeddlings.FORGET));
        for (Meddling meddling : done) {
            List<StepKey> known = before.planned().keySet().stream()
                    .filter(compared::contains)
                    .filter(key -> nothing(before.planned().get(key)))
                    .filter(key -> meddling.steps().stream().anyMatch(concerns(key)))
                    .toList();
            List<Outcome.Planned> now = known.stream()
                    .flatMap(key -> Stream.ofNullable(after.planned().get(key)))
                    .toList();
            if (!known.isEmpty() && now.stream().allMatch(Meddler::nothing)) {
                unsaid.add(meddling + ": nothing of " + known);
            } else if (!known.isEmpty() && remembered && now.stream().noneMatch(Outcome.Planned::drifted)) {
                unsaid.add(meddling + ": not marked " + now);
            }
        }
        return unsaid;
    }

    private static boolean nothing(Outcome.Planned step) {
        return step.action() == Outcome.Action.NONE || step.action() == Outcome.Action.CHECK;
    }

    private static Predicate<String> concerns(StepKey key) {
        return step -> step.endsWith("/")
                ? key.toString().startsWith(step)
                : key.toString().equals(step);
    }
}
