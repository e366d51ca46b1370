package dev.provision.localcloud.iam;

import java.util.Collection;
import java.util.List;

/**
 * A policy document, read.
 *
 * @param statements in order; the order does not matter
 */
record Policy(List<Statement> statements) {
    Policy {
        statements = List.copyOf(statements);
    }

    /** What policies say about a request. */
    enum Verdict {
        /** Some statement allows it and none denies it. */
        ALLOWED,
        /** A statement denies it: nothing can allow it. */
        DENIED,
        /** No statement is about it, which means no unless another policy allows it. */
        SILENT;

        boolean allowed() {
            return this == ALLOWED;
        }
    }

    /** What several policies say together: a Deny in any of them wins. */
    static Verdict judge(Collection<Policy> policies, AccessRequest request) {
        List<Boolean> effects = policies.stream()
                .flatMap(policy -> policy.statements().stream())
                .filter(statement -> statement.applies(request))
                .map(Statement::allow)
                .distinct()
                .toList();
        if (effects.contains(false)) {
            return Verdict.DENIED;
        }
        return effects.isEmpty() ? Verdict.SILENT : Verdict.ALLOWED;
    }
}
