package dev.provision.release;

import java.util.Arrays;

/** What a gate says about a release. */
public sealed interface Verdict {
    /** It may go on. */
    record Pass() implements Verdict {}

    /**
     * It waits; too little is known.
     *
     * @param reason what is missing
     */
    record Hold(String reason) implements Verdict {}

    /**
     * It is over: the old version gets everything back.
     *
     * @param reason what is wrong
     * @param evidence further lines: stop reasons, log lines; may be empty
     */
    record Abort(String reason, String evidence) implements Verdict {}

    static Verdict pass() {
        return new Pass();
    }

    static Verdict hold(String reason) {
        return new Hold(reason);
    }

    static Verdict abort(String reason, String evidence) {
        return new Abort(reason, evidence);
    }

    /** The gravest: any abort aborts, any hold holds; all have to pass. */
    static Verdict all(Verdict... verdicts) {
        return Arrays.stream(verdicts).reduce(pass(), (one, other) -> grave(other) > grave(one) ? other : one);
    }

    private static int grave(Verdict verdict) {
        return switch (verdict) {
            case Pass _ -> 0;
            case Hold _ -> 1;
            case Abort _ -> 2;
        };
    }
}
