package dev.provision.aws.dns;

import dev.provision.graph.StepKey;
import java.util.Optional;
import java.util.Set;

/** What a record is to say, once that is known. */
public interface RecordSource {
    /** The steps that it comes from. */
    Set<StepKey> needs();

    /** Empty as long as it is not known. */
    Optional<WantedRecord> record();
}
