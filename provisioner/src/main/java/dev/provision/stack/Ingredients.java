package dev.provision.stack;

import dev.provision.aws.CpuArchitecture;
import dev.provision.aws.ecr.ImageStep;
import dev.provision.config.Environment;
import dev.provision.graph.Ref;

/** What the compute of a route is made of. */
record Ingredients(
        Environment environment,
        NetworkPart network,
        SecurityPart security,
        ComputePart compute,
        Ref<ImageStep.Live> image) {
    CpuArchitecture architecture() {
        return switch (environment.image().architecture()) {
            case X86_64 -> CpuArchitecture.X86_64;
            case ARM64 -> CpuArchitecture.ARM64;
        };
    }
}
