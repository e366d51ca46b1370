package dev.provision.localcloud.iam;

import java.math.BigInteger;
import java.net.InetAddress;

/** Ranges of IP addresses in CIDR notation. */
final class AddressRange {
    private AddressRange() {}

    /** Whether a range, or a single address, contains an address; no if either is not one. */
    static boolean contains(String range, String address) {
        try {
            String[] parts = range.split("/", 2);
            byte[] network = InetAddress.ofLiteral(parts[0]).getAddress();
            byte[] member = InetAddress.ofLiteral(address).getAddress();
            int bits = network.length * 8;
            int prefix = parts.length == 1 ? bits : Integer.parseInt(parts[1]);
            return network.length == member.length
                    && prefix >= 0
                    && prefix <= bits
                    && shifted(network, bits - prefix).equals(shifted(member, bits - prefix));
        } catch (IllegalArgumentException noAddress) {
            return false;
        }
    }

    private static BigInteger shifted(byte[] address, int bits) {
        return new BigInteger(1, address).shiftRight(bits);
    }
}
