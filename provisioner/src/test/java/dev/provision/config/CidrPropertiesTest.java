package dev.provision.config;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

final class CidrPropertiesTest {
    @Property
    void writtenAndReadAgainIsTheSame(
            @ForAll @LongRange(min = 0, max = 0xFFFFFFFFL) long address,
            @ForAll @IntRange(min = 1, max = 32) int bits) {
        Cidr cidr = new Cidr(address, bits).align();
        assertThat(Cidr.parse(cidr.toString())).hasValue(cidr);
        assertThat(cidr.aligned()).isTrue();
    }

    @Property
    void alignedRangesOverlapOnlyIfOneContainsTheOther(
            @ForAll @LongRange(min = 0, max = 0xFFFFL) long a,
            @ForAll @IntRange(min = 16, max = 32) int aBits,
            @ForAll @LongRange(min = 0, max = 0xFFFFL) long b,
            @ForAll @IntRange(min = 16, max = 32) int bBits) {
        Cidr one = new Cidr(a, aBits).align();
        Cidr other = new Cidr(b, bBits).align();
        assertThat(one.overlaps(other)).isEqualTo(one.contains(other) || other.contains(one));
    }
}
