package dev.provision.localcloud;

/** Starts the local cloud. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {}
}
