package dev.provision.release;

import dev.provision.aws.ssm.Parameters;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The releases of an environment, kept in parameters of Systems Manager: they outlive every machine. */
public final class ReleaseHistory {
    private final Parameters parameters;

    public ReleaseHistory(Parameters parameters) {
        this.parameters = parameters;
    }

    /** All that are remembered, the latest first. */
    public List<ReleaseRecord> all() {
        return parameters.all().values().stream()
                .flatMap(text -> RecordText.parse(text).stream())
                .sorted(Comparator.comparingInt(ReleaseRecord::number).reversed())
                .toList();
    }

    public Optional<ReleaseRecord> find(int number) {
        return all().stream().filter(record -> record.number() == number).findFirst();
    }

    void put(ReleaseRecord record) {
        parameters.put(name(record), RecordText.of(record));
    }

    private static String name(ReleaseRecord record) {
        return String.valueOf(record.number());
    }

    /**
     * Forgets the oldest.
     *
     * @param keep how many are remembered
     * @param serving the numbers of releases that slots still hold, which are remembered in any case
     * @return what was forgotten
     */
    List<ReleaseRecord> prune(int keep, List<Integer> serving) {
        List<ReleaseRecord> old = all().stream()
                .skip(keep)
                .filter(record -> !serving.contains(record.number()))
                .toList();
        parameters.remove(old.stream().map(ReleaseHistory::name).collect(Collectors.toList()));
        return old;
    }
}
