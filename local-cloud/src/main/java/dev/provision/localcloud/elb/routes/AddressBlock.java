package dev.provision.localcloud.elb.routes;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.regex.Pattern;

/**
 * A CIDR block, IPv4 or IPv6.
 *
 * @param network its address
 * @param bits the length of its prefix
 */
public record AddressBlock(InetAddress network, int bits) {
    private static final Pattern FORM = Pattern.compile("([0-9.]+|[0-9a-fA-F:.]+)/(\\d{1,3})");

    /** @throws IllegalArgumentException if {@code cidr} is not a CIDR block */
    public static AddressBlock of(String cidr) {
        var matcher = FORM.matcher(cidr);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(cidr);
        }
        InetAddress address = InetAddress.ofLiteral(matcher.group(1));
        int bits = Integer.parseInt(matcher.group(2));
        if (bits > address.getAddress().length * Byte.SIZE) {
            throw new IllegalArgumentException(cidr);
        }
        return new AddressBlock(address, bits);
    }

    /** Whether the address is in the block. */
    public boolean contains(InetAddress address) {
        byte[] mine = network.getAddress();
        byte[] other = address.getAddress();
        if (mine.length != other.length) {
            return false;
        }
        int rest = mine.length * Byte.SIZE - bits;
        return new BigInteger(1, mine).shiftRight(rest).equals(new BigInteger(1, other).shiftRight(rest));
    }
}
