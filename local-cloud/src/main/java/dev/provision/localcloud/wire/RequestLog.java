package dev.provision.localcloud.wire;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The latest API calls, oldest first; never a body or a secret. Thread-safe. */
public final class RequestLog {
    private static final Pattern READS =
            Pattern.compile("(Describe|List|Get|BatchGet|BatchCheck|Lookup|Head|Filter|Search|Simulate|GET |HEAD ).*");
    private static final int CAPACITY = 10_000;
    private final Deque<Entry> entries = new ArrayDeque<>();
    private long last;

    /**
     * One call.
     *
     * @param sequence grows by one with every call, from 1
     * @param time when it was answered, in cloud time
     * @param service signing name; empty if it could not be told
     * @param operation as AWS spells it, or what the client asked for if there is no such operation
     * @param mutating whether an operation of that name may change anything
     * @param status HTTP status; 0 if the connection was closed without an answer
     * @param errorCode empty of a success
     * @param requestId as in the answer
     * @param principal the access key id; empty of an unsigned request
     */
    public record Entry(
            long sequence,
            Instant time,
            String service,
            String operation,
            boolean mutating,
            int status,
            Optional<String> errorCode,
            String requestId,
            String principal) {}

    /** Whether an operation may change anything, judged by its name. */
    public static boolean mutating(String operation) {
        return !READS.matcher(operation).matches();
    }

    synchronized void add(Instant time, Call call, int status, Optional<String> errorCode) {
        last++;
        entries.addLast(new Entry(
                last,
                time,
                call.service(),
                call.operation(),
                mutating(call.operation()),
                status,
                errorCode,
                call.requestId(),
                call.accessKey()));
        if (entries.size() > CAPACITY) {
            entries.removeFirst();
        }
    }

    /** The calls after a sequence number; 0 for all that are kept. */
    public synchronized List<Entry> since(long sequence) {
        return entries.stream().filter(entry -> entry.sequence() > sequence).toList();
    }

    /** The sequence number of the latest call; 0 if there was none. */
    public synchronized long last() {
        return last;
    }
}
