package dev.provision.simulate;

/** The requests of a simulation: how many by chance, or when each of them came. */
public sealed interface Load permits LoadCurve, Recording {
    /** The longest there is: seven days. */
    int LONGEST = 7 * 86_400;

    int seconds();

    /** Requests in a second, or their mean. */
    double at(int second);

    /**
     * What one of several gets where all get the same.
     *
     * @param number from 0
     */
    Load part(int number, int of);

    /** @param seed of the chance, where there is any */
    Arrivals arrivals(long seed);
}
