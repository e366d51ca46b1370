package dev.provision.stack;

import dev.provision.aws.ssm.AppliedStore;
import dev.provision.aws.tagging.TaggedResources.Found;
import dev.provision.config.Environment;
import dev.provision.graph.StepGraph;
import dev.provision.graph.StepKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * What AWS has of an environment and its configuration no longer asks for: {@link Ghosts}, what {@link Deserted} tells, and
 * the certificates of former domains.
 *
 * @param found what carries the tags of the environment
 */
record Surplus(Environment configured, List<Found> found) {
    Surplus {
        found = List.copyOf(found);
    }

    /** What tags tell, and the certificate of former domains, which somebody else may have deleted before their records go. */
    static List<Found> known(Environment configured, SharedReads reads) {
        List<Found> found = new ArrayList<>(reads.tagged().ofSteps());
        List<String> domains = new AppliedStore(reads.parameters()).domains();
        if (!domains.isEmpty() && !domains.equals(configured.domains())) {
            found.add(new Found(CertificatePart.key(domains), ""));
        }
        return found;
    }

    /**
     * Its steps, as things that are to go, among all others, which are left as they are; empty if there are none.
     *
     * @param composed the steps of what is wanted, and of what is still there of each container
     * @param whole the steps of all that an environment may ever have had, with certificates of former domains
     */
    Optional<StepGraph> graph(Set<StepKey> composed, BiFunction<Environment, Set<StepKey>, StepGraph> whole) {
        Environment covering = new Ghosts(configured, found).covering();
        Set<StepKey> deserted = new Deserted(configured, composed, found).keys();
        Set<StepKey> former = CertificatePart.former(
                configured, found.stream().map(Found::key).toList());
        if (covering.equals(configured) && deserted.isEmpty() && former.isEmpty()) {
            return Optional.empty();
        }
        // The slots of routes that are wanted are the release's business, whichever of them exist.
        Set<StepKey> wanted = new HashSet<>(composed);
        wanted.addAll(whole.apply(configured, Set.of()).keys());
        wanted.removeAll(deserted);
        return Optional.of(whole.apply(covering, former).keepingOnly(wanted));
    }
}
