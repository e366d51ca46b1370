package dev.provision.localcloud.network;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class CidrPropertiesTest {
    private static final long LAST = 0xffffffffL;

    @Property
    void isReadAsItIsWritten(@ForAll @LongRange(max = LAST) long address, @ForAll @IntRange(max = 32) int prefix) {
        Cidr cidr = new Cidr(address, prefix);
        assertThat(Cidr.of(cidr.toString())).isEqualTo(cidr);
        assertThat(cidr.contains(address)).isTrue();
        assertThat(cidr.contains(Cidr.dotted(address))).isTrue();
    }

    @Property
    void overlapsExactlyIfAnAddressIsInBoth(
            @ForAll @LongRange(max = 63) long left,
            @ForAll @IntRange(min = 26, max = 32) int leftPrefix,
            @ForAll @LongRange(max = 63) long right,
            @ForAll @IntRange(min = 26, max = 32) int rightPrefix) {
        Cidr first = new Cidr(left, leftPrefix);
        Cidr second = new Cidr(right, rightPrefix);
        boolean shared = false;
        for (long address = 0; address < 64; address++) {
            shared |= first.contains(address) && second.contains(address);
        }
        assertThat(first.overlaps(second)).isEqualTo(shared);
        assertThat(second.overlaps(first)).isEqualTo(shared);
    }

    @Example
    void refusesWhatIsNoBlock() {
        assertThat(Cidr.parse("10.0.0.0")).isEmpty();
        assertThat(Cidr.parse("10.0.0.0/33")).isEmpty();
        assertThat(Cidr.parse("10.0.0.999/8")).isEmpty();
        assertThat(Cidr.parse("10.0.0/8")).isEmpty();
        assertThat(Cidr.parse("::/0")).isEmpty();
        assertThat(Cidr.of("0.0.0.0/0").size()).isEqualTo(1L << 32);
    }
}
