package dev.provision.localcloud.logs;

import dev.provision.localcloud.state.Account;
import dev.provision.localcloud.time.CloudTime;
import dev.provision.localcloud.wire.ServiceApi;
import java.util.List;

/** CloudWatch Logs: its operations, and the sink for the lines of tasks and functions. */
public final class LogService {
    static final ServiceApi API = new ServiceApi("logs", ServiceApi.Protocol.JSON_1_1, "Logs_20140328", "");

    private final LogGroups groups;

    public LogService(Account account, CloudTime time) {
        this.groups = new LogGroups(account, time);
    }

    /** What the assembly mounts and lists: operations and tagged resources. */
    public List<Object> parts() {
        return List.of(groups, new LogGroupOperations(groups), new LogEventOperations(groups));
    }

    public LogSink sink() {
        return groups;
    }
}
