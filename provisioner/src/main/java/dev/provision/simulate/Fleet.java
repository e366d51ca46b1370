package dev.provision.simulate;

import dev.provision.config.AwsFargateEcs;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.DoubleStream;

/**
 * The tasks of a service and the rules that add and remove them, on one measurement a minute, as CloudWatch has it.
 * SPEC.md's steps, or target tracking with the alarms that it makes: three minutes above, fifteen below nine tenths.
 */
final class Fleet {
    private static final int MINUTE = 60;
    private static final int OUT_COOLDOWN = 60;
    private static final int IN_COOLDOWN = 300;
    private static final int IN_MINUTES = 5;
    private static final int TRACKING_OUT_MINUTES = 3;
    private static final int TRACKING_IN_MINUTES = 15;
    private final AwsFargateEcs fargate;
    private final int memoryPercent;
    private final int startSeconds;
    private final Deque<Integer> ready = new ArrayDeque<>();
    private final Deque<Double> minutes = new ArrayDeque<>();
    private int running;
    private int second;
    private double sum;
    private int noOutBefore;
    private int noInBefore;

    Fleet(AwsFargateEcs fargate, Behaviour behaviour) {
        this.fargate = fargate;
        this.memoryPercent = behaviour.memoryPercent();
        this.startSeconds = (int) behaviour.taskStart().toSeconds();
        this.running = fargate.minInstances();
    }

    int running() {
        return running;
    }

    int starting() {
        return ready.size();
    }

    /** A second went by with this much of the CPU in use. */
    void second(double percent) {
        sum += percent;
        second++;
        while (!ready.isEmpty() && ready.getFirst() <= second) {
            ready.removeFirst();
            running++;
        }
        if (second % MINUTE == 0) {
            minutes.addLast(sum / MINUTE);
            sum = 0;
            if (minutes.size() > TRACKING_IN_MINUTES) {
                minutes.removeFirst();
            }
            decide();
        }
    }

    private void decide() {
        int now = running + ready.size();
        int wanted =
                switch (fargate.autoScaling().policy()) {
                    case STEP -> stepped(now);
                    case TARGET -> tracked(now);
                };
        wanted = Math.clamp(wanted, fargate.minInstances(), fargate.maxInstances());
        if (wanted > now) {
            for (int added = now; added < wanted; added++) {
                ready.addLast(second + startSeconds);
            }
            noOutBefore = second + OUT_COOLDOWN;
        } else if (wanted < now) {
            for (int removed = wanted; removed < now; removed++) {
                if (ready.isEmpty()) {
                    running--;
                } else {
                    ready.removeLast();
                }
            }
            noInBefore = second + IN_COOLDOWN;
        }
    }

    private int stepped(int now) {
        double cpu = minutes.getLast();
        boolean out = cpu > fargate.autoScaling().targetCpuUtilization()
                || memoryPercent > fargate.autoScaling().targetMemoryUtilization();
        if (out) {
            // Both rules at once take the larger capacity, and a decision to add ends the wait after one to remove.
            return second >= noOutBefore ? now + 1 : now;
        }
        boolean in = minutes.size() >= IN_MINUTES
                && last(IN_MINUTES)
                        .allMatch(value -> value < fargate.autoScaling().targetCpuUtilization());
        return in && second >= noInBefore ? now - 1 : now;
    }

    private int tracked(int now) {
        double target = fargate.autoScaling().targetCpuUtilization();
        boolean out = minutes.size() >= TRACKING_OUT_MINUTES
                && last(TRACKING_OUT_MINUTES).allMatch(value -> value > target);
        if (out && second >= noOutBefore) {
            return (int) Math.ceil(now * minutes.getLast() / target);
        }
        boolean in = minutes.size() == TRACKING_IN_MINUTES && minutes.stream().allMatch(value -> value < 0.9 * target);
        return in && second >= noInBefore
                ? Math.max((int) Math.ceil(now * minutes.getLast() / target), (int) Math.ceil(
                        (double) now * memoryPercent / fargate.autoScaling().targetMemoryUtilization()))
                : now;
    }

    private DoubleStream last(int count) {
        return minutes.stream().skip(minutes.size() - count).mapToDouble(Double::doubleValue);
    }
}
