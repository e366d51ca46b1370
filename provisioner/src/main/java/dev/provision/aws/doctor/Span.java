package dev.provision.aws.doctor;

/**
 * Numbers from the first to the last: ports, or IPv4 addresses.
 *
 * @param last itself one of them
 */
record Span(long first, long last) {
    private static final int BITS = 32;

    /** Of a block as AWS writes it: {@code 10.0.0.0/16}. */
    static Span of(String block) {
        String[] parts = block.split("[./]");
        long first = 0;
        for (int i = 0; i < 4; i++) {
            first = first << 8 | Long.parseLong(parts[i]);
        }
        return new Span(first, first + (1L << (BITS - Integer.parseInt(parts[4]))) - 1);
    }

    boolean contains(long number) {
        return first <= number && number <= last;
    }

    long size() {
        return last - first + 1;
    }
}
