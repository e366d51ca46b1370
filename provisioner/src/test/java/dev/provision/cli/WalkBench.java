package dev.provision.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** {@link Walk}s, one after the other; {@code bench/walk/run} says how it is called. */
final class WalkBench {
    private WalkBench() {}

    /** @param args walks, steps of each, seed of the first one, and what alone is to happen before an up, if not anything */
    public static void main(String[] args) throws IOException {
        int walks = Integer.parseInt(args[0]);
        int steps = Integer.parseInt(args[1]);
        long seed = Long.parseLong(args[2]);
        List<Walk.Before> moves = args.length > 3
                ? List.of(Walk.Before.valueOf(args[3]))
                : List.of(
                        Walk.Before.NOTHING,
                        Walk.Before.NOTHING,
                        Walk.Before.NOTHING,
                        Walk.Before.ROLLBACK,
                        Walk.Before.BROKEN_IMAGE,
                        Walk.Before.TIME,
                        Walk.Before.DRIFT,
                        Walk.Before.DRIFT,
                        Walk.Before.DRIFT_ROLLBACK,
                        Walk.Before.DRIFT_BROKEN_IMAGE);
        WalkCounts all = new WalkCounts();
        for (long walk = seed; walk < seed + walks; walk++) {
            try (Account account = Account.open(Files.createTempDirectory("walk"))) {
                BroughtThings things = new BroughtThings(account.cloud());
                var _ = things.zone();
                Random random = new Random(walk);
                Optional<String> vpc =
                        random.nextInt(4) == 0 ? Optional.of(things.network().yaml()) : Optional.empty();
                System.out.println("walk " + walk);
                all.add(new Walk(account, random, System.out::println, moves).of(steps, Site.random(vpc, random)));
            }
        }
        System.out.println(walks + " walks, " + all);
        System.exit(all.failures() == 0 ? 0 : 1);
    }
}
