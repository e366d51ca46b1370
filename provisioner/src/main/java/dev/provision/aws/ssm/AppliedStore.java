package dev.provision.aws.ssm;

import dev.provision.aws.Api;
import dev.provision.aws.AwsConnection;
import dev.provision.aws.Owner;
import dev.provision.graph.Applied;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.Parameter;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import software.amazon.awssdk.services.ssm.model.Tag;

/**
 * Keeps what the last {@code up} applied, in as many parameters as it takes: a standard one holds 4096 characters. Without
 * them nothing goes wrong; a plan then only cannot say who made a difference, and what was paid before.
 */
public final class AppliedStore {
    private static final int PER_PARAMETER = 768;
    private static final String MONTHLY = "monthly";
    private final String path;
    private final Owner owner;
    private final Api<SsmClient> ssm;

    public AppliedStore(AwsConnection connection, Owner owner) {
        this.path = "/provision/" + owner.name() + "/" + owner.env() + "/applied";
        this.owner = owner;
        this.ssm = connection.api("ssm", SsmClient::builder);
    }

    /** The IAM actions that it uses. */
    public static Set<String> actions() {
        return Set.of("ssm:AddTagsToResource", "ssm:DeleteParameters", "ssm:GetParametersByPath", "ssm:PutParameter");
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
        for (Parameter parameter : parameters()) {
            if (last(parameter.name()).equals(MONTHLY)) {
                monthly = amount(parameter.value());
            } else {
                hashes.addAll(decoded(parameter.value()));
            }
        }
        return new Kept(new Applied(hashes), monthly);
    }

    /**
     * Writes what differs from {@code before}; nothing where that is the same.
     *
     * @param monthly what {@code now} costs, see {@link Kept}; asked for only where something is written
     */
    public void write(Kept before, Applied now, Supplier<Optional<BigDecimal>> monthly) {
        if (before.applied().equals(now)) {
            return;
        }
        List<Integer> hashes = List.copyOf(new TreeSet<>(now.hashes()));
        int count = 0;
        for (int from = 0; from < hashes.size(); from += PER_PARAMETER) {
            put(path + "/" + count++, encoded(hashes.subList(from, Math.min(hashes.size(), from + PER_PARAMETER))));
        }
        Optional<BigDecimal> cost = monthly.get();
        cost.filter(_ -> !cost.equals(before.monthly()))
                .ifPresent(dollars -> put(path + "/" + MONTHLY, dollars.toPlainString()));
        int kept = count;
        delete(parameters().stream()
                .map(Parameter::name)
                .filter(name -> last(name).equals(MONTHLY) ? cost.isEmpty() : Integer.parseInt(last(name)) >= kept)
                .toList());
    }

    /** Forgets it. */
    public void delete() {
        delete(parameters().stream().map(Parameter::name).toList());
    }

    private List<Parameter> parameters() {
        return ssm.call(c -> c.getParametersByPathPaginator(r -> r.path(path)).stream()
                .flatMap(page -> page.parameters().stream())
                .filter(parameter -> last(parameter.name()).matches("\\d{1,4}|" + MONTHLY))
                .toList());
    }

    private String last(String name) {
        return name.substring(path.length() + 1);
    }

    /** Tags can be given to a new parameter only: API_PutParameter. */
    private void put(String name, String value) {
        List<Tag> tags = List.of(
                Tag.builder().key(Owner.NAME_TAG).value(owner.name()).build(),
                Tag.builder().key(Owner.ENV_TAG).value(owner.env()).build());
        boolean made = ssm.made(
                "ParameterAlreadyExists",
                c -> c.putParameter(r -> r.name(name)
                        .type(ParameterType.STRING)
                        .value(value)
                        .description("What provision applied to " + owner.prefix())
                        .tags(tags)));
        if (!made) {
            ssm.run(c -> c.putParameter(
                    r -> r.name(name).type(ParameterType.STRING).value(value).overwrite(true)));
        }
    }

    private void delete(List<String> names) {
        for (int from = 0; from < names.size(); from += 10) {
            List<String> some = names.subList(from, Math.min(names.size(), from + 10));
            ssm.run(c -> c.deleteParameters(r -> r.names(some)));
        }
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
