package dev.provision.stack;

import dev.provision.graph.Disposition;
import java.util.Collection;

/** What several users of one thing want of it together. */
final class Dispositions {
    private Dispositions() {}

    /** Wanted if any wants it; else kept if any needs it as it is. */
    static Disposition strongest(Collection<Disposition> all) {
        return all.contains(Disposition.WANTED)
                ? Disposition.WANTED
                : all.contains(Disposition.KEPT) ? Disposition.KEPT : Disposition.UNWANTED;
    }
}
