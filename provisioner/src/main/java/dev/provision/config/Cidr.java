package dev.provision.config;

import java.util.Optional;

/**
 * A range of IPv4 addresses.
 *
 * @param first as a number
 * @param bits of the prefix, 0 to 32
 */
public record Cidr(long first, int bits) {
    /** Empty where it is not a range. */
    public static Optional<Cidr> parse(String text) {
        String[] parts = text.split("[./]", -1);
        if (parts.length != 5 || !text.matches("[\\d./]{9,18}")) {
            return Optional.empty();
        }
        long address = 0;
        for (int i = 0; i < 4; i++) {
            int part = parts[i].isEmpty() || parts[i].length() > 3 ? 256 : Integer.parseInt(parts[i]);
            if (part > 255) {
                return Optional.empty();
            }
            address = address * 256 + part;
        }
        int bits = parts[4].isEmpty() ? 33 : Integer.parseInt(parts[4]);
        return bits > 32 ? Optional.empty() : Optional.of(new Cidr(address, bits));
    }

    long size() {
        return 1L << (32 - bits);
    }

    /** Whether the address is the first of its range, as AWS demands. */
    boolean aligned() {
        return first % size() == 0;
    }

    Cidr align() {
        return new Cidr(first - first % size(), bits);
    }

    boolean contains(Cidr other) {
        return other.first >= first && other.first + other.size() <= first + size();
    }

    /** Whether an address is in both. */
    public boolean overlaps(Cidr other) {
        return first < other.first + other.size() && other.first < first + size();
    }

    @Override
    public String toString() {
        return (first >> 24) + "." + (first >> 16 & 255) + "." + (first >> 8 & 255) + "." + (first & 255) + "/" + bits;
    }
}
