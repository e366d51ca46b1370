package dev.provision.localcloud.ec2;

import dev.provision.localcloud.network.Cidr;
import java.util.HashSet;
import java.util.Set;

/** Public addresses. They come from the block kept for benchmarks (RFC 2544), which nobody on the internet has. */
final class PublicPool {
    private static final Cidr BLOCK = Cidr.of("198.18.0.0/15");
    private final Set<String> taken = new HashSet<>();
    private long next = BLOCK.first();

    /** An address that nobody has; one just given back comes round last. */
    String take() {
        do {
            next = next == BLOCK.last() - 1 ? BLOCK.first() + 1 : next + 1;
        } while (!taken.add(Cidr.dotted(next)));
        return Cidr.dotted(next);
    }

    void giveBack(String address) {
        taken.remove(address);
    }
}
