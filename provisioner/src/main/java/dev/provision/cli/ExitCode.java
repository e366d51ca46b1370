package dev.provision.cli;

import dev.provision.graph.ProvisionException;
import dev.provision.graph.ProvisionException.ConfigInvalid;
import dev.provision.graph.ProvisionException.CredentialsMissing;
import dev.provision.graph.ProvisionException.Interrupted;
import dev.provision.graph.ProvisionException.LeftBehind;
import dev.provision.graph.ProvisionException.LockHeld;
import dev.provision.graph.ProvisionException.NameTaken;
import dev.provision.graph.ProvisionException.PermissionMissing;
import dev.provision.graph.ProvisionException.QuotaReached;
import dev.provision.graph.ProvisionException.ReleaseRolledBack;
import dev.provision.graph.ProvisionException.RunFailed;
import dev.provision.graph.ProvisionException.StepFailed;
import dev.provision.graph.ProvisionException.WaitTimedOut;

/** What the process tells its caller. */
enum ExitCode {
    DONE(0),
    FAILED(1),
    USAGE(2),
    ROLLED_BACK(3),
    LOCKED(4),
    DIFFERENT(5),
    INTERRUPTED(130);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static ExitCode of(ProvisionException failure) {
        return switch (failure) {
            case ConfigInvalid _ -> USAGE;
            case ReleaseRolledBack _ -> ROLLED_BACK;
            case LockHeld _ -> LOCKED;
            case LeftBehind _ -> DIFFERENT;
            case Interrupted _ -> INTERRUPTED;
            case CredentialsMissing _,
                    PermissionMissing _,
                    QuotaReached _,
                    NameTaken _,
                    StepFailed _,
                    WaitTimedOut _,
                    RunFailed _ -> FAILED;
        };
    }
}
