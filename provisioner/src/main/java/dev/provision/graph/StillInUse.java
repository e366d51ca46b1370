package dev.provision.graph;

/** Thrown by {@link ResourceStep#delete}: something else still uses the resource; the engine asks again later. */
public final class StillInUse extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param reason what stands in the way, in the provider's words */
    public StillInUse(String reason, Throwable cause) {
        super(reason, cause);
    }
}
