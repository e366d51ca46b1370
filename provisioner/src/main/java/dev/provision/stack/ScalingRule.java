package dev.provision.stack;

import dev.provision.aws.cloudwatch.AlarmRule;
import dev.provision.aws.cloudwatch.AlarmRule.Side;
import dev.provision.aws.scaling.Metric;
import dev.provision.config.AutoScaling;
import java.util.Locale;

/** When tasks are added and removed, as SPEC has it: each rule is a policy and the alarm that sets it off. */
enum ScalingRule {
    CPU_OUT(Metric.CPU, Side.MORE_THAN, 1, 1, 60),
    CPU_IN(Metric.CPU, Side.LESS_THAN, 5, -1, 300),
    MEMORY_OUT(Metric.MEMORY, Side.MORE_THAN, 1, 1, 60);

    private final Metric metric;
    private final Side side;
    private final int minutes;
    private final int tasks;
    private final int cooldownSeconds;

    ScalingRule(Metric metric, Side side, int minutes, int tasks, int cooldownSeconds) {
        this.metric = metric;
        this.side = side;
        this.minutes = minutes;
        this.tasks = tasks;
        this.cooldownSeconds = cooldownSeconds;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    Metric metric() {
        return metric;
    }

    /** When its alarm goes off: so many minutes in a row. */
    AlarmRule alarm(AutoScaling settings) {
        return new AlarmRule(side, percent(settings), minutes, minutes);
    }

    /** How many are added; negative removes. */
    int tasks() {
        return tasks;
    }

    /** How long nothing more is done afterwards; the default of AWS, 300 s, would be five times the alarm's minute. */
    int cooldownSeconds() {
        return cooldownSeconds;
    }

    int percent(AutoScaling settings) {
        return metric == Metric.CPU ? settings.targetCpuUtilization() : settings.targetMemoryUtilization();
    }
}
