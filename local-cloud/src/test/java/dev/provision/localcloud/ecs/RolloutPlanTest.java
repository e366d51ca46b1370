package dev.provision.localcloud.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.localcloud.ecs.RolloutPlan.Bounds;
import dev.provision.localcloud.ecs.RolloutPlan.Member;
import dev.provision.localcloud.ecs.RolloutPlan.Phase;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RolloutPlanTest {
    @Property
    void staysWithinTheBounds(@ForAll("bounds") Bounds bounds, @ForAll("members") List<Member> members) {
        RolloutPlan plan = RolloutPlan.of(bounds, members);

        int left = members.size() - plan.stop().size();
        assertThat(plan.start()).isNotNegative();
        if (plan.start() > 0) {
            assertThat(left + plan.start()).isLessThanOrEqualTo(bounds.most());
        }
        long healthy = healthy(members);
        long healthyLeft = healthy(members.stream()
                .filter(member -> !plan.stop().contains(member.id()))
                .toList());
        long surplus = Math.max(0, members.stream().filter(Member::primary).count() - bounds.desired());
        assertThat(healthyLeft).isGreaterThanOrEqualTo(Math.min(healthy - surplus, bounds.leastHealthy()));
        assertThat(plan.stop()).doesNotHaveDuplicates();
    }

    /** Whatever there is at first, in the end there are just the desired tasks, all of the new deployment. */
    @Property(tries = 300)
    void arrives(@ForAll("bounds") Bounds bounds, @ForAll("members") List<Member> first) {
        List<Member> members = new ArrayList<>(first);
        for (int step = 0; step < 200; step++) {
            RolloutPlan plan = RolloutPlan.of(bounds, members);
            if (plan.start() == 0
                    && plan.stop().isEmpty()
                    && members.stream().allMatch(member -> member.phase() == Phase.HEALTHY)) {
                break;
            }
            members.removeIf(member -> plan.stop().contains(member.id()));
            members.replaceAll(member -> new Member(member.id(), member.primary(), Phase.HEALTHY));
            for (int i = 0; i < plan.start(); i++) {
                members.add(new Member("new-" + step + "-" + i, true, Phase.STARTING));
            }
        }
        assertThat(members).hasSize(bounds.desired()).allMatch(Member::primary);
    }

    private static long healthy(List<Member> members) {
        return members.stream()
                .filter(member -> member.phase() == Phase.HEALTHY)
                .count();
    }

    @Provide
    Arbitrary<Bounds> bounds() {
        // At 100 to 100 percent, and where rounding comes to the same, nothing can ever be replaced.
        return Combinators.combine(
                        Arbitraries.integers().between(0, 12),
                        Arbitraries.integers().between(0, 100),
                        Arbitraries.integers().between(100, 250))
                .as(Bounds::new)
                .filter(bounds -> bounds.desired() == 0 || bounds.leastHealthy() < bounds.most());
    }

    @Provide
    Arbitrary<List<Member>> members() {
        Arbitrary<Member> member = Combinators.combine(Arbitraries.of(true, false), Arbitraries.of(Phase.class))
                .as((primary, phase) -> new Member("", primary, phase));
        return member.list().ofMaxSize(15).map(list -> {
            List<Member> named = new ArrayList<>();
            list.forEach(m -> named.add(new Member("task-" + named.size(), m.primary(), m.phase())));
            return named;
        });
    }
}
