package dev.provision.localcloud.balancer;

import dev.provision.localcloud.elb.routes.LoadBalancerPlan;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.task.InterruptableTask;
import io.helidon.webserver.spi.ServerConnection;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * A client's HTTP/2 connection, as Helidon's but for the idle time-out, which is the one that the load balancer has at that
 * moment. It tells its beginning and end, so that requests notice that their client has gone.
 *
 * @param socketId by which its requests know it
 */
record SharedConnection(ServerConnection http, String socketId, ClientWatch clients, Supplier<LoadBalancerPlan> plan)
        implements ServerConnection, InterruptableTask<Void> {
    @Override
    public void handle(Limit limit) throws InterruptedException {
        clients.opened(socketId);
        try {
            http.handle(limit);
        } finally {
            clients.closed(socketId);
        }
    }

    /** How much longer than the load balancer allows, which is what the listener's time-out, zero, is compared with. */
    @Override
    public Duration idleTime() {
        Duration idle = canInterrupt() ? http.idleTime() : Duration.ZERO;
        return idle.minus(plan.get().idleTimeout());
    }

    @Override
    public void close(boolean interrupt) {
        http.close(interrupt);
    }

    @Override
    public boolean canInterrupt() {
        return http instanceof InterruptableTask<?> task && task.canInterrupt();
    }
}
