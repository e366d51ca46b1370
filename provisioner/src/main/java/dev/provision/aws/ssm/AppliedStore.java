package dev.provision.aws.ssm;

import dev.provision.graph.Applied;
import dev.provision.graph.StepKey;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Keeps what the last {@code up} applied, in as many parameters as it takes: a standard one holds 4096 characters. Without
 * them nothing goes wrong; a plan then only cannot say who made a difference, and what was paid before.
 */
public final class AppliedStore {
    private static final int PER_PARAMETER = 1024;
    private static final String MONTHLY = "monthly";
    private static final String DOMAINS = "domains";
    private static final Pattern NAMES = Pattern.compile("\\d{1,4}|" + MONTHLY + "|" + DOMAINS);
    private final Parameters parameters;

    public AppliedStore(EnvironmentParameters parameters) {
        this.parameters = parameters.in("applied");
    }

    /**
     * What is kept.
     *
     * @param monthly what it costs a month without requests, in USD; empty where that is not known
     */
    public record Kept(Applied applied, Optional<BigDecimal> monthly) {}

    public Kept read() {
        Set<Integer> hashes = new HashSet<>();
        Optional<BigDecimal> monthly = Optional.empty();
        for (Map.Entry<String, String> parameter : ours().entrySet()) {
            switch (parameter.getKey()) {
                case MONTHLY -> monthly = amount(parameter.getValue());
                case DOMAINS -> {}
                default -> hashes.addAll(decoded(parameter.getValue()));
            }
        }
        return new Kept(new Applied(hashes), monthly);
    }

    /** The domains that there were, which records in a zone tell to nobody; in their order. */
    public List<String> domains() {
        return Optional.ofNullable(ours().get(DOMAINS))
                .map(text -> List.of(text.split(" ")))
                .orElse(List.of());
    }

    /**
     * Keeps, beside what was applied, what an {@code up} is about to apply: one that fails or is killed leaves some of either,
     * and the next plan is not to take that for somebody else's. Nothing where there was nothing before, for of that nobody is
     * named.
     *
     * @return what is kept now
     */
    public Applied begin(Kept before, Applied wanted) {
        Applied either = before.applied().and(wanted);
        if (before.applied().hashes().isEmpty() || either.equals(before.applied())) {
            return before.applied();
        }
        var _ = put(either);
        return either;
    }

    /**
     * Writes what was applied in the end, and what follows from it; nothing where that is kept already.
     *
     * @param begun what {@link #begin} kept
     * @param domains see {@link #domains}
     * @param monthly what {@code now} costs, see {@link Kept}; asked for only where something is written
     */
    public void end(
            Kept before, Applied begun, Applied now, List<String> domains, Supplier<Optional<BigDecimal>> monthly) {
        if (before.applied().equals(now) && begun.equals(now)) {
            return;
        }
        int kept = put(now);
        Optional<BigDecimal> cost = monthly.get();
        cost.filter(_ -> !cost.equals(before.monthly()))
                .ifPresent(dollars -> parameters.put(MONTHLY, dollars.toPlainString()));
        if (!domains.isEmpty() && !domains.equals(domains())) {
            parameters.put(DOMAINS, String.join(" ", domains));
        }
        Set<String> words = new HashSet<>();
        if (cost.isEmpty()) {
            words.add(MONTHLY);
        }
        if (domains.isEmpty()) {
            words.add(DOMAINS);
        }
        clear(kept, words);
    }

    /** Nobody else is to be blamed for what provision itself has removed since the last {@code up}. */
    public void forget(Collection<StepKey> removed) {
        Applied before = read().applied();
        Applied left = before.without(removed);
        if (!left.equals(before)) {
            clear(put(left), Set.of());
        }
    }

    /** @param kept how many numbered parameters stay */
    private void clear(int kept, Set<String> words) {
        parameters.remove(ours().keySet().stream()
                .filter(name -> switch (name) {
                    case MONTHLY, DOMAINS -> words.contains(name);
                    default -> Integer.parseInt(name) >= kept;
                })
                .toList());
    }

    /** @return in how many parameters */
    private int put(Applied applied) {
        List<Integer> hashes = List.copyOf(new TreeSet<>(applied.hashes()));
        int count = 0;
        for (int from = 0; from < hashes.size(); from += PER_PARAMETER) {
            parameters.put(
                    String.valueOf(count++),
                    encoded(hashes.subList(from, Math.min(hashes.size(), from + PER_PARAMETER))));
        }
        return count;
    }

    /** Forgets it. */
    public void delete() {
        parameters.remove(List.copyOf(ours().keySet()));
    }

    /** What somebody else has put beside it is left alone. */
    private Map<String, String> ours() {
        Map<String, String> ours = parameters.all();
        ours.keySet().removeIf(name -> !NAMES.matcher(name).matches());
        return ours;
    }

    private static String encoded(List<Integer> hashes) {
        byte[] bytes = new byte[Applied.HASH_BYTES * hashes.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (hashes.get(i / Applied.HASH_BYTES) >> (Byte.SIZE * (i % Applied.HASH_BYTES)));
        }
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static Optional<BigDecimal> amount(String text) {
        try {
            return Optional.of(new BigDecimal(text));
        } catch (NumberFormatException unreadable) {
            return Optional.empty();
        }
    }

    /** What somebody wrote over it counts as nothing. */
    private static Set<Integer> decoded(String text) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException unreadable) {
            return Set.of();
        }
        Set<Integer> hashes = new HashSet<>();
        for (int from = 0; from + Applied.HASH_BYTES <= bytes.length; from += Applied.HASH_BYTES) {
            int hash = 0;
            for (int i = 0; i < Applied.HASH_BYTES; i++) {
                hash |= Byte.toUnsignedInt(bytes[from + i]) << (Byte.SIZE * i);
            }
            hashes.add(hash);
        }
        return hashes;
    }
}
