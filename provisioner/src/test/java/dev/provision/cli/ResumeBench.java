package dev.provision.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;

/** Tries every point of {@link ResumeMatrix}; {@code bench/resume/run} says how it is called. */
final class ResumeBench {
    private ResumeBench() {}

    /** @param args kinds of mishaps with their calls, such as {@code KILL} or {@code THROTTLE:10-20}; none: everything */
    public static void main(String[] args) throws IOException {
        List<Part> parts = args.length == 0
                ? Arrays.stream(Mishap.values()).map(Part::whole).toList()
                : Arrays.stream(args).map(Part::parse).toList();
        int tried = 0;
        int failed = 0;
        for (Part part : parts) {
            // A cloud of its own: what one kind leaves in memory is not the next one's burden.
            try (Account account = Account.open(Files.createTempDirectory("resume"))) {
                ResumeMatrix matrix = new ResumeMatrix(
                        account, account.environment("dev", Account.LAMBDA, Account.FARGATE), System.out::println);
                Instant start = Instant.now();
                ResumeMatrix.Calls calls = matrix.undisturbed();
                for (int number = part.from(); number <= Math.min(part.to(), calls.most()); number++) {
                    matrix.run(part.mishap(), number);
                    System.err.println(part.mishap().word() + " " + number + " of " + calls.most());
                }
                System.out.printf(
                        "%s: %d points tried of %s, %d converged or went after a repetition, in %d of them the same run"
                                + " went on to its end; %s%n",
                        part.mishap().word(),
                        matrix.tried(),
                        calls.byPhase(),
                        matrix.tried() - matrix.failures().size(),
                        matrix.unaided(),
                        Duration.between(start, Instant.now()).truncatedTo(ChronoUnit.SECONDS));
                tried += matrix.tried();
                failed += matrix.failures().size();
            }
        }
        System.out.printf("all: %d points tried, %d converged or went after a repetition%n", tried, tried - failed);
        // For the script that runs this; a run that was cut off may have left threads that wait.
        System.exit(failed == 0 ? 0 : 1);
    }

    /** The calls of one kind of mishap, from the first to the last number. */
    private record Part(Mishap mishap, int from, int to) {
        static Part whole(Mishap mishap) {
            return new Part(mishap, 1, Integer.MAX_VALUE);
        }

        static Part parse(String text) {
            String[] words = text.split("[:-]");
            Mishap mishap = Mishap.valueOf(words[0]);
            return switch (words.length) {
                case 1 -> whole(mishap);
                case 2 -> new Part(mishap, Integer.parseInt(words[1]), Integer.parseInt(words[1]));
                default -> new Part(mishap, Integer.parseInt(words[1]), Integer.parseInt(words[2]));
            };
        }
    }
}
