package dev.provision.cli;

import dev.provision.config.Environment;
import dev.provision.stack.Doctor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The chapters of an environment's life: something happens, by somebody who may do everything, and then a command runs. */
abstract class PolicyChapters {
    private final Account account;
    private final Others others;
    private final List<Chapter> chapters = new ArrayList<>();
    private int images;

    PolicyChapters(Account account) {
        this.account = account;
        this.others = new Others(account.cloud());
    }

    /**
     * One command in its circumstances. It can be lived again and again.
     *
     * @param before makes the circumstances, without being bound by the policy
     * @param command fails where it cannot do all that it is there for
     */
    record Chapter(String name, Runnable before, Runnable command) {}

    /** What others make in an account before there is an environment. */
    abstract void othersWork();

    /** What the configuration says, once {@link #othersWork} is done. */
    abstract Environment standard();

    /** Adds the chapters, in the order in which they can be lived. */
    abstract void write();

    final List<Chapter> all() {
        if (chapters.isEmpty()) {
            write();
        }
        return List.copyOf(chapters);
    }

    final Account account() {
        return account;
    }

    final Others others() {
        return others;
    }

    final void chapter(String name, Runnable before, Runnable command) {
        chapters.add(new Chapter(name, before, command));
    }

    /** The commands that only look at the standard environment. */
    final void looks(String kind, Runnable before) {
        chapter("plan " + kind, before, () -> account.plan(standard()));
        chapter("doctor " + kind, before, () -> doctor(standard()));
        chapter("status " + kind, before, () -> command("status"));
    }

    final void beginAgain() {
        account.cloud().reset();
        othersWork();
        image("good");
    }

    final void image(String kind) {
        images++;
        account.image(kind + "-" + images);
    }

    /** @return what it told */
    final String command(String name, String... more) {
        String before = account.told();
        List<String> args = new ArrayList<>(List.of(name, "--env", "dev"));
        args.addAll(List.of(more));
        int code = account.run(args.toArray(String[]::new));
        String told = account.told().substring(before.length()).strip();
        // 4, 5: it is locked, or something differs, which is not a matter of rights
        if (code != 0 && code < 4) {
            throw new IllegalStateException("exit code " + code + ": " + told);
        }
        return told;
    }

    static void with(String text, String told) {
        if (!told.contains(text)) {
            throw new IllegalStateException("without '" + text + "': " + told);
        }
    }

    final void doctor(Environment environment) {
        Examination examination = examination(environment);
        if (!examination.good()) {
            throw new IllegalStateException(lines(examination));
        }
    }

    /** @param text which tells of what stands in the way */
    final void doctorFinds(String text, Environment environment) {
        with(text, lines(examination(environment)));
    }

    /** All that is to be looked at was looked at. */
    private Examination examination(Environment environment) {
        Doctor doctor = account.stack(environment).doctor(Instant.now());
        Examination examination = new Examination(
                Stream.of(doctor.beforehand(), doctor.wayIn())
                        .flatMap(List::stream)
                        .toList(),
                key -> Optional.empty());
        String told = lines(examination);
        if (told.contains("is not told") || told.contains("not looked at")) {
            throw new IllegalStateException(told);
        }
        return examination;
    }

    private static String lines(Examination examination) {
        return String.join(System.lineSeparator(), examination.lines());
    }
}
