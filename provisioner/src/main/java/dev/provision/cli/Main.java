package dev.provision.cli;

/** Runs a command. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {}
}
