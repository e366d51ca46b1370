package dev.provision.simulate;

/** Requests as they come, second by second. Every second is asked for by one of the two, until its end. */
interface Arrivals {
    /**
     * How many come in the next second.
     *
     * @param rate how many are expected
     */
    long count(double rate);

    /**
     * How long it is until every so many-th has come, since the last of them that was asked for or since the second's
     * beginning; infinite if it does not come in what is left of the second.
     *
     * @param rate how many are expected in the whole second
     * @param left of the second
     */
    double next(double rate, double left, int every);
}
