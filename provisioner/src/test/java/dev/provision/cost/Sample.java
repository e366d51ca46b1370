package dev.provision.cost;

import dev.provision.config.AutoScaling;
import dev.provision.config.AwsFargateEcs;
import dev.provision.config.AwsLambda;
import dev.provision.config.Environment;
import dev.provision.config.Environments;
import dev.provision.config.ImageSettings.Architecture;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The sizes of the specification. */
final class Sample {
    static final AwsLambda FUNCTION = new AwsLambda(512, 30, OptionalInt.empty(), 0);
    static final AwsFargateEcs TASK =
            new AwsFargateEcs(256, 512, 1, 10, new AutoScaling(AutoScaling.Policy.STEP, 60, 70));

    private Sample() {}

    static Prices prices() {
        return new PriceFile(Path.of("no-such-folder")).read().of("eu-west-2");
    }

    static CostModel model() {
        return new CostModel(prices(), Assumptions.of(Architecture.X86_64));
    }

    static Comparison comparison(Load load) {
        return new Comparison(model(), FUNCTION, TASK, load);
    }

    /** An environment that is shipped. */
    static Environment environment(String name) {
        return new Environments(Path.of("..", "config"), Map.of()).load(name, Optional.empty());
    }
}
