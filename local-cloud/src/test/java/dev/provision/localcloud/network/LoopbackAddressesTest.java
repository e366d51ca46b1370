package dev.provision.localcloud.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LoopbackAddressesTest {
    @Test
    void standsForThePrivateAddressByItsLastThreeBytes() {
        try (LoopbackAddresses addresses = new LoopbackAddresses()) {
            InetAddress first = addresses.claim("eni-1", "10.213.10.7");
            assertThat(first.getHostAddress()).isEqualTo("127.213.10.7");
            assertThat(addresses.claim("eni-1", "10.213.10.7")).isEqualTo(first);
        }
    }

    @Test
    void twoCloudsNeverShareOne() {
        try (LoopbackAddresses mine = new LoopbackAddresses();
                LoopbackAddresses theirs = new LoopbackAddresses()) {
            Set<InetAddress> all = new HashSet<>();
            for (int number = 0; number < 20; number++) {
                all.add(mine.claim("eni-" + number, "10.214.10.7"));
                all.add(theirs.claim("eni-" + number, "10.214.10.7"));
            }
            assertThat(all).hasSize(40).allMatch(InetAddress::isLoopbackAddress);
        }
    }

    @Test
    void leavesTheFirstSixteenToTheMachine() {
        try (LoopbackAddresses addresses = new LoopbackAddresses()) {
            for (int last = 0; last < 16; last++) {
                assertThat(addresses.claim("eni-" + last, "10.0.0." + last).getHostAddress())
                        .doesNotMatch("127\\.0\\.0\\.([0-9]|1[0-5])");
            }
        }
    }

    @Test
    void isFreeAgainOnceReleased() {
        try (LoopbackAddresses mine = new LoopbackAddresses();
                LoopbackAddresses theirs = new LoopbackAddresses()) {
            InetAddress address = mine.claim("eni-1", "10.215.10.7");
            assertThat(theirs.claim("eni-1", "10.215.10.7")).isNotEqualTo(address);
            mine.release("eni-1");
            assertThat(theirs.claim("eni-2", "10.215.10.7")).isEqualTo(address);
        }
    }
}
