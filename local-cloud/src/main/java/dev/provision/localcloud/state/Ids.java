package dev.provision.localcloud.state;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Identifiers in AWS's forms. */
public final class Ids {
    private static final SecureRandom RANDOM = new SecureRandom();

    private Ids() {}

    /** {@code prefix} and 17 hexadecimal digits, for example {@code vpc-0a1b2c3d4e5f60718}. */
    public static String ec2(String prefix) {
        return prefix + "-0" + hex(16);
    }

    /** {@code digits} random hexadecimal digits; an even number. */
    public static String hex(int digits) {
        byte[] bytes = new byte[digits / 2];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
