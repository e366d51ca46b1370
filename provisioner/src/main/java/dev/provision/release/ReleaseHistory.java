package dev.provision.release;

import dev.provision.aws.ssm.Parameters;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** The releases of an environment, kept in parameters of Systems Manager: they outlive every machine. */
public final class ReleaseHistory {
    /** Of the environment's parameters, those in which releases are noted. */
    public static final String FOLDER = "releases";

    private final Parameters parameters;

    public ReleaseHistory(Parameters parameters) {
        this.parameters = parameters;
    }

    /** All that are remembered, the latest first. */
    public List<ReleaseRecord> all() {
        SortedMap<Integer, ReleaseRecord> byNumber = new TreeMap<>(Comparator.reverseOrder());
        parameters.all().values().stream()
                .flatMap(text -> RecordText.parse(text).stream())
                .forEach(part -> byNumber.merge(part.number(), part, ReleaseRecord::joined));
        return List.copyOf(byNumber.values());
    }

    public Optional<ReleaseRecord> find(int number) {
        return all().stream().filter(record -> record.number() == number).findFirst();
    }

    void put(ReleaseRecord record) {
        List<String> names = names(record);
        List<String> parts = RecordText.parts(record);
        for (int part = 0; part < parts.size(); part++) {
            parameters.put(names.get(part), parts.get(part));
        }
    }

    /** {@code 7}, {@code 7.2}, {@code 7.3}: of a release with many routes. */
    private static List<String> names(ReleaseRecord record) {
        return IntStream.rangeClosed(1, RecordText.parts(record).size())
                .mapToObj(part -> part == 1 ? String.valueOf(record.number()) : record.number() + "." + part)
                .toList();
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
        parameters.remove(old.stream().flatMap(record -> names(record).stream()).toList());
        return old;
    }
}
