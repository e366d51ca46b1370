package dev.provision.graph;

import java.util.List;
import java.util.Optional;

/**
 * Everything that can go wrong and that a person can do something about. The message says what and why; {@link #remedy()}
 * is the next thing to do. Never carries a secret.
 */
public abstract sealed class ProvisionException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String remedy;

    private ProvisionException(String message, String remedy, Throwable cause) {
        super(message, cause);
        this.remedy = remedy;
    }

    /** The next command or action; an empty text where there is none. */
    public String remedy() {
        return remedy;
    }

    /** The configuration has problems; all of them, each with file, line, key and fix. */
    public static final class ConfigInvalid extends ProvisionException {
        private static final long serialVersionUID = 1L;
        private final transient List<String> problems;

        public ConfigInvalid(List<String> problems, String remedy) {
            super(String.join(System.lineSeparator(), problems), remedy, null);
            this.problems = List.copyOf(problems);
        }

        public List<String> problems() {
            return problems;
        }
    }

    /** There are no usable credentials, or they have expired. */
    public static final class CredentialsMissing extends ProvisionException {
        private static final long serialVersionUID = 1L;

        public CredentialsMissing(String message, String remedy, Throwable cause) {
            super(message, remedy, cause);
        }
    }

    /** The caller may not do something. */
    public static final class PermissionMissing extends ProvisionException {
        private static final long serialVersionUID = 1L;

        public PermissionMissing(String action, String resource, String detail, Throwable cause) {
            super(
                    "not allowed: " + action + " on " + resource + " (" + detail + ")",
                    "allow " + action + " for the identity that runs provision",
                    cause);
        }
    }

    /** The account lacks what is needed: a quota is used up, or something that was to be there is not. */
    public static final class QuotaReached extends ProvisionException {
        private static final long serialVersionUID = 1L;

        public QuotaReached(String message, String remedy, Throwable cause) {
            super(message, remedy, cause);
        }
    }

    /** A name is taken by something that is not ours. */
    public static final class NameTaken extends ProvisionException {
        private static final long serialVersionUID = 1L;

        public NameTaken(String message, String remedy, Throwable cause) {
            super(message, remedy, cause);
        }
    }

    /** Another operation on the same environment is under way. */
    public static final class LockHeld extends ProvisionException {
        private static final long serialVersionUID = 1L;

        public LockHeld(String owner, String remedy) {
            super("locked by " + owner, remedy, null);
        }
    }

    /** The provider refused a call, or the resource failed. */
    public static final class StepFailed extends ProvisionException {
        private static final long serialVersionUID = 1L;
        private final transient Optional<StepKey> key;
        private final String evidence;

        public StepFailed(Optional<StepKey> key, String reason, String evidence, String remedy, Throwable cause) {
            super(key.map(k -> k + ": ").orElse("") + reason, remedy, cause);
            this.key = key;
            this.evidence = evidence;
        }

        /** A defect of this program, met in a step. */
        static StepFailed internal(StepKey key, Throwable bug) {
            return new StepFailed(
                    Optional.of(key),
                    "internal error: " + bug,
                    "",
                    "run it again with --debug for the stack trace, and report that",
                    bug);
        }

        public Optional<StepKey> key() {
            return key;
        }

        /** Events, stop reasons, log lines; may be empty. */
        public String evidence() {
            return evidence;
        }
    }

    /** A wait took longer than its bound. */
    public static final class WaitTimedOut extends ProvisionException {
        private static final long serialVersionUID = 1L;

        public WaitTimedOut(StepKey key, String lastReason, String remedy) {
            super(key + ": gave up waiting: " + lastReason, remedy, null);
        }
    }

    /** The release was aborted and the old version serves. */
    public static final class ReleaseRolledBack extends ProvisionException {
        private static final long serialVersionUID = 1L;

        private final String evidence;

        public ReleaseRolledBack(String reason, String evidence, String remedy) {
            super("rolled back: " + reason, remedy, null);
            this.evidence = evidence;
        }

        /** Stop reasons, log lines; may be empty. */
        public String evidence() {
            return evidence;
        }
    }

    /** A teardown ended and something is still there. */
    public static final class LeftBehind extends ProvisionException {
        private static final long serialVersionUID = 1L;

        public LeftBehind(List<String> resources, String remedy) {
            super(resources.size() + " resources left: " + String.join(", ", resources), remedy, null);
        }
    }

    /** Several steps of one run failed. */
    public static final class RunFailed extends ProvisionException {
        private static final long serialVersionUID = 1L;
        private final transient List<ProvisionException> failures;

        public RunFailed(List<ProvisionException> failures) {
            super(
                    failures.size() + " steps failed: "
                            + String.join(
                                    "; ",
                                    failures.stream().map(Throwable::getMessage).toList()),
                    "",
                    failures.isEmpty() ? null : failures.getFirst());
            this.failures = List.copyOf(failures);
            failures.stream().skip(1).forEach(this::addSuppressed);
        }

        public List<ProvisionException> failures() {
            return failures;
        }
    }

    /** The run was stopped by the person or the machine that started it. */
    public static final class Interrupted extends ProvisionException {
        private static final long serialVersionUID = 1L;

        public Interrupted(Operation operation) {
            super(
                    "stopped before the end; what exists is kept",
                    switch (operation) {
                        case TEARDOWN -> "run teardown again to delete the rest";
                        case UP, REMOVE -> "run up again to go on, or teardown to delete what there is";
                        case PLAN, STATUS -> "run " + operation.word() + " again";
                    },
                    null);
        }

        public Interrupted(String message) {
            super(message, "run the command again", null);
        }
    }
}
