package dev.provision.localcloud;

import java.util.concurrent.CountDownLatch;

/** Starts the local cloud. */
public final class Main {
    private Main() {}

    public static void main(String[] args) throws InterruptedException {
        LocalCloud cloud = LocalCloud.start(Options.defaults());
        Runtime.getRuntime().addShutdownHook(new Thread(cloud::close));
        new CountDownLatch(1).await();
    }
}
