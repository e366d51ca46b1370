package dev.provision.localcloud.access;

import dev.provision.localcloud.iam.Authority;
import dev.provision.localcloud.iam.RoleSession;
import dev.provision.localcloud.state.Account;
import dev.provision.localcloud.wire.Authorization;
import dev.provision.localcloud.wire.Call;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.core.SdkPojo;

/** Lets who acts for a role do what the role's policies grant; all others are somebody else's matter. */
public final class SessionRights implements Authorization {
    private final Authority authority;
    private final Function<String, Optional<RoleSession>> sessions;
    private final Authorization others;
    private final Needs needs;

    /**
     * @param sessions whose an access key is, where it is a role's
     * @param others decides about calls with any other access key
     */
    public SessionRights(
            Account account,
            Authority authority,
            Function<String, Optional<RoleSession>> sessions,
            Authorization others) {
        this.authority = authority;
        this.sessions = sessions;
        this.others = others;
        this.needs = new Needs(account, _ -> true);
    }

    @Override
    public void check(Call call, SdkPojo request) {
        Optional<RoleSession> session = sessions.apply(call.accessKey());
        if (session.isEmpty()) {
            others.check(call, request);
            return;
        }
        for (Need need : needs.of(call.service(), call.operation(), new Members(request))) {
            if (!authority.allows(session.get().roleArn(), need.action(), need.resource())) {
                throw Refusals.missing(call.service(), session.get().arn(), need);
            }
        }
    }
}
