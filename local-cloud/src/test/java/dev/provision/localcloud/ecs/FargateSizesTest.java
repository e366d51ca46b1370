package dev.provision.localcloud.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FargateSizesTest {
    @ParameterizedTest
    @CsvSource({
        "256, 512, true", "256, 1024, true", "256, 3072, false", "512, 512, false", "512, 4096, true",
        "1024, 2048, true", "1024, 1024, false", "4096, 30720, true", "8192, 18432, false", "8192, 20480, true",
        "16384, 122880, true", "300, 1024, false"
    })
    void knowsFargatesSizes(int cpu, int memory, boolean exists) {
        assertThat(FargateSizes.exists(cpu, memory)).isEqualTo(exists);
    }

    @ParameterizedTest
    @CsvSource({"256, 256", ".25 vCPU, 256", "0.5vCPU, 512", "1 vcpu, 1024"})
    void readsCpu(String text, int units) {
        assertThat(FargateSizes.cpuUnits(text)).contains(units);
    }

    @ParameterizedTest
    @CsvSource({"512, 512", "0.5GB, 512", "2 GB, 2048"})
    void readsMemory(String text, int mib) {
        assertThat(FargateSizes.memoryMib(text)).contains(mib);
    }
}
