package dev.provision.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.graph.ProvisionException.CredentialsMissing;
import dev.provision.graph.ProvisionException.NameTaken;
import dev.provision.graph.ProvisionException.PermissionMissing;
import dev.provision.graph.ProvisionException.QuotaReached;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the provider refuses a step says which step it was. */
@Timeout(20)
final class RefusalsTest {
    @Test
    void refusalsOfOneStepAreGivenItsNameAndExpiredCredentialsAreNot() {
        assertThat(failureOf(new QuotaReached("svc:Create: too many", "ask for more", null)))
                .isInstanceOf(QuotaReached.class)
                .hasMessage("thing/a: svc:Create: too many");
        assertThat(failureOf(new NameTaken("a exists", "delete it", null)))
                .isInstanceOf(NameTaken.class)
                .hasMessage("thing/a: a exists");
        assertThat(failureOf(new PermissionMissing("svc:Create", "*", "AccessDenied", null)))
                .isInstanceOf(PermissionMissing.class)
                .hasMessage("thing/a: not allowed: svc:Create on * (AccessDenied)");
        assertThat(failureOf(new CredentialsMissing("expired", "log in", null)))
                .isInstanceOf(CredentialsMissing.class)
                .hasMessage("expired");
    }

    private static ProvisionException failureOf(ProvisionException refusal) {
        World world = new World();
        VirtualTime time = new VirtualTime();
        StepGraph.Builder builder = StepGraph.builder();
        builder.add(FakeStep.of(world, "a").failing(refusal));
        return new GraphRunner(builder.build(), time, time, ServiceLimits.ofTen(), EventSink.none())
                .up()
                .failures()
                .getFirst();
    }
}
