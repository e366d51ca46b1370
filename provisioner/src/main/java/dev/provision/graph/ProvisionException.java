package dev.provision.graph;

import java.util.List;
import java.util.Optional;

/**
 * Everything that can go wrong and that a person can do something about. The message says what and why; {@link #remedy()}
 * is the next thing to do. Never carries a secret.
 */
public abstract sealed class ProvisionException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Optional<StepKey> step;
    private final String remedy;

    private ProvisionException(String message, String remedy, Throwable cause) {
        this(Optional.empty(), message, remedy, cause);
    }

    /** @param step comes first in the message */
    private ProvisionException(Optional<StepKey> step, String reason, String remedy, Throwable cause) {
        super(step.map(key -> key + ": ").orElse("") + reason, cause);
        this.step = step;
        this.remedy = remedy;
    }

    /** The step in which it went wrong, where it is of one step. */
    public Optional<StepKey> step() {
        return step;
    }

    /** This, of a step, where it does not say of which yet: a translator of the provider's errors does not know. */
    ProvisionException of(StepKey key) {
        return step.isPresent() ? this : named(key);
    }

    /** This, of a step; itself where it is of all steps alike. */
    ProvisionException named(StepKey key) {
        return this;
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
            this(
                    Optional.empty(),
                    "not allowed: " + action + " on " + resource + " (" + detail + ")",
                    "allow " + action + " for the identity that runs provision",
                    cause);
        }

        private PermissionMissing(Optional<StepKey> step, String message, String remedy, Throwable cause) {
            super(step, message, remedy, cause);
        }

        @Override
        PermissionMissing named(StepKey key) {
            return new PermissionMissing(Optional.of(key), String.valueOf(getMessage()), remedy(), this);
        }
    }

    /** The account lacks what is needed: a quota is used up, or something that was to be there is not. */
    public static final class QuotaReached extends ProvisionException {
        private static final long serialVersionUID = 1L;

        public QuotaReached(String message, String remedy, Throwable cause) {
            this(Optional.empty(), message, remedy, cause);
        }

        private QuotaReached(Optional<StepKey> step, String message, String remedy, Throwable cause) {
            super(step, message, remedy, cause);
        }

        @Override
        QuotaReached named(StepKey key) {
            return new QuotaReached(Optional.of(key), String.valueOf(getMessage()), remedy(), this);
        }
    }

    /** A name is taken by something that is not ours. */
    public static final class NameTaken extends ProvisionException {
        private static final long serialVersionUID = 1L;

        public NameTaken(String message, String remedy, Throwable cause) {
            this(Optional.empty(), message, remedy, cause);
        }

        private NameTaken(Optional<StepKey> step, String message, String remedy, Throwable cause) {
            super(step, message, remedy, cause);
        }

        @Override
        NameTaken named(StepKey key) {
            return new NameTaken(Optional.of(key), String.valueOf(getMessage()), remedy(), this);
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
        private final String evidence;

        public StepFailed(Optional<StepKey> step, String reason, String evidence, String remedy, Throwable cause) {
            super(step, reason, remedy, cause);
            this.evidence = evidence;
        }

        @Override
        StepFailed named(StepKey key) {
            return new StepFailed(Optional.of(key), String.valueOf(getMessage()), evidence, remedy(), this);
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

        /** Events, stop reasons, log lines; may be empty. */
        public String evidence() {
            return evidence;
        }
    }

    /** A wait took longer than its bound. */
    public static final class WaitTimedOut extends ProvisionException {
        private static final long serialVersionUID = 1L;

        public WaitTimedOut(StepKey key, String lastReason, String remedy) {
            super(Optional.of(key), "gave up waiting: " + lastReason, remedy, null);
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
