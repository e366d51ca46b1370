package dev.provision.aws.dns;

import dev.provision.graph.StepKey;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** What a record is to say, once that is known. */
public interface RecordSource {
    /** The steps that it comes from. */
    Set<StepKey> needs();

    /** Empty as long as it is not known. */
    Optional<WantedRecord> record();

    /** By what a record is found; it may be known before what it is to say. */
    default Optional<RecordName> name() {
        return record().map(WantedRecord::name);
    }

    /**
     * The domain one label above a record of ours, where the name of the record itself may be lost: then the mark beside it
     * tells that. Empty where the name is always known.
     */
    default Optional<String> under() {
        return Optional.empty();
    }

    /**
     * This as the source of a record that is no longer wanted.
     *
     * @param knownBy what tells that there may be one, and so goes after it
     */
    default RecordSource former(StepKey knownBy) {
        RecordSource wanted = this;
        return new RecordSource() {
            @Override
            public Set<StepKey> needs() {
                Set<StepKey> needs = new HashSet<>(wanted.needs());
                needs.add(knownBy);
                return Set.copyOf(needs);
            }

            @Override
            public Optional<WantedRecord> record() {
                return wanted.record();
            }

            @Override
            public Optional<RecordName> name() {
                return wanted.name().map(RecordName::former);
            }

            @Override
            public Optional<String> under() {
                return wanted.under();
            }
        };
    }
}
