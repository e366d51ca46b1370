package dev.provision.localcloud.balancer;

import dev.provision.localcloud.elb.routes.Group;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The requests that are under way to each target of each group, so that a target that leaves can finish them first.
 *
 * <p>A request counts itself, then looks whether the routes are still those by which it chose its target. Whoever drains
 * changes the routes, then looks at the count. So either the request sees the change, or the count the request.
 */
final class TargetLoad {
    private final Map<Key, Load> loads = new ConcurrentHashMap<>();

    private record Key(String groupArn, String ip, int port) {}

    /** The requests to one target. */
    static final class Load {
        private final AtomicInteger requests = new AtomicInteger();
        private final Set<TargetConnection> connections = ConcurrentHashMap.newKeySet();

        int requests() {
            return requests.get();
        }

        void begin() {
            requests.incrementAndGet();
        }

        void end() {
            requests.decrementAndGet();
        }

        void uses(TargetConnection connection) {
            connections.add(connection);
        }

        void releases(TargetConnection connection) {
            connections.remove(connection);
        }
    }

    Load of(Group.Ip group, Group.Target target) {
        Key key = new Key(group.arn(), target.ip(), target.port());
        Load load = loads.get(key);
        return load != null ? load : loads.computeIfAbsent(key, _ -> new Load());
    }

    /** Whether nothing is under way to a target. */
    boolean idle(String groupArn, String ip, int port) {
        Load load = loads.get(new Key(groupArn, ip, port));
        return load == null || load.requests() == 0;
    }

    /** Ends what is under way to a target that is gone, which the clients see as 502. */
    void cutOff(String groupArn, String ip, int port) {
        Load load = loads.remove(new Key(groupArn, ip, port));
        if (load != null) {
            load.connections.forEach(TargetConnection::close);
        }
    }
}
