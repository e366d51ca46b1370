package dev.provision.aws.elb;

/**
 * How the requests of a route are split between its slots.
 *
 * @param blue percent
 * @param green percent
 */
public record RouteWeights(int blue, int green) {
    public RouteWeights {
        if (blue < 0 || green < 0 || blue + green != 100) {
            throw new IllegalArgumentException(
                    "weights are percentages that sum to 100, not " + blue + " and " + green);
        }
    }

    /** Everything to one slot. */
    public static RouteWeights all(Slot slot) {
        return slot == Slot.BLUE ? new RouteWeights(100, 0) : new RouteWeights(0, 100);
    }

    public int of(Slot slot) {
        return slot == Slot.BLUE ? blue : green;
    }
}
