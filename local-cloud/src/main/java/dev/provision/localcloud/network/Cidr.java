package dev.provision.localcloud.network;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A block of IPv4 addresses.
 *
 * @param first the first address, as an unsigned 32-bit number
 * @param prefix 0 to 32
 */
public record Cidr(long first, int prefix) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,3}){3})/(\\d{1,2})");
    private static final int BITS = 32;

    public Cidr {
        first = first & mask(prefix);
    }

    /** Reads {@code 10.0.0.0/16}; set host bits are cleared, as EC2 does. Empty if the text is no IPv4 block. */
    public static Optional<Cidr> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int prefix = Integer.parseInt(matcher.group(2));
        return prefix > BITS ? Optional.empty() : address(matcher.group(1)).map(number -> new Cidr(number, prefix));
    }

    /**
     * Reads {@code 10.0.0.0/16}.
     *
     * @throws IllegalArgumentException if the text is no IPv4 block
     */
    public static Cidr of(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException("Not an IPv4 block: " + text));
    }

    /** Reads a dotted address into an unsigned 32-bit number. */
    public static Optional<Long> address(String dotted) {
        String[] parts = dotted.split("\\.", -1);
        long number = 0;
        for (String part : parts) {
            if (parts.length != 4 || !part.matches("\\d{1,3}") || Integer.parseInt(part) > 255) {
                return Optional.empty();
            }
            number = (number << 8) | Integer.parseInt(part);
        }
        return Optional.of(number);
    }

    /** Writes an address with dots. */
    public static String dotted(long address) {
        return ((address >> 24) & 255) + "." + ((address >> 16) & 255) + "." + ((address >> 8) & 255) + "."
                + (address & 255);
    }

    /** How many addresses it has. */
    public long size() {
        return 1L << (BITS - prefix);
    }

    /** The last address. */
    public long last() {
        return first + size() - 1;
    }

    public boolean contains(long address) {
        return address >= first && address <= last();
    }

    /** Whether a dotted address lies in it. */
    public boolean contains(String dotted) {
        return address(dotted).filter(this::contains).isPresent();
    }

    public boolean contains(Cidr other) {
        return first <= other.first && other.last() <= last();
    }

    public boolean overlaps(Cidr other) {
        return contains(other) || other.contains(this);
    }

    private static long mask(int prefix) {
        return prefix == 0 ? 0 : (-1L << (BITS - prefix)) & 0xffffffffL;
    }

    @Override
    public String toString() {
        return dotted(first) + "/" + prefix;
    }
}
