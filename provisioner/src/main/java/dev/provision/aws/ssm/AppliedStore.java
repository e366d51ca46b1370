package dev.provision.aws.ssm;

import dev.provision.graph.Applied;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
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
    private static final int PER_PARAMETER = 768;
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
     * Writes what differs from {@code before}; nothing where that is the same.
     *
     * @param domains see {@link #domains}
     * @param monthly what {@code now} costs, see {@link Kept}; asked for only where something is written
     */
    public void write(Kept before, Applied now, List<String> domains, Supplier<Optional<BigDecimal>> monthly) {
        if (before.applied().equals(now)) {
            return;
        }
        List<Integer> hashes = List.copyOf(new TreeSet<>(now.hashes()));
        int count = 0;
        for (int from = 0; from < hashes.size(); from += PER_PARAMETER) {
            parameters.put(
                    String.valueOf(count++),
                    encoded(hashes.subList(from, Math.min(hashes.size(), from + PER_PARAMETER))));
        }
        Optional<BigDecimal> cost = monthly.get();
        cost.filter(_ -> !cost.equals(before.monthly()))
                .ifPresent(dollars -> parameters.put(MONTHLY, dollars.toPlainString()));
        if (!domains.isEmpty() && !domains.equals(domains())) {
            parameters.put(DOMAINS, String.join(" ", domains));
        }
        int kept = count;
        parameters.remove(ours().keySet().stream()
                .filter(name -> switch (name) {
                    case MONTHLY -> cost.isEmpty();
                    case DOMAINS -> domains.isEmpty();
                    default -> Integer.parseInt(name) >= kept;
                })
                .toList());
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
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES * hashes.size());
        hashes.forEach(bytes::putInt);
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    private static Optional<BigDecimal> amount(String text) {
        try {
            return Optional.of(new BigDecimal(text));
        } catch (NumberFormatException unreadable) {
            return Optional.empty();
        }
    }

    /** What somebody wrote over it counts as nothing. */
    private static List<Integer> decoded(String text) {
        List<Integer> hashes = new ArrayList<>();
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(text));
            while (bytes.remaining() >= Integer.BYTES) {
                hashes.add(bytes.getInt());
            }
        } catch (IllegalArgumentException unreadable) {
            return List.of();
        }
        return hashes;
    }
}
