package dev.provision.localcloud.wire;

import java.time.Duration;

/** What goes wrong with one call on purpose. */
public sealed interface Fault {
    /** Nothing. */
    record None() implements Fault {}

    /** The call is refused and has no effect. */
    record Refusal(AwsError error) implements Fault {}

    /** The call is served once the duration, in cloud time, has passed. */
    record Delay(Duration duration) implements Fault {}

    /** The call has its effect, and the connection closes without an answer. */
    record LostAnswer() implements Fault {}

    /** The call has its effect, and is answered as if it had failed. */
    record Discarded(AwsError error) implements Fault {}

    /** The connection closes and the call has no effect. */
    record Reset() implements Fault {}
}
