package dev.provision.simulate;

/** What is simulated of one container. */
interface Route {
    /** The next second, with this many requests a second on average. */
    Second next(double rate);

    /** How long the requests took since this was asked last. */
    Latencies recent();

    /** What came of it, but for what is still {@link #recent}. */
    Outcome outcome();
}
