package dev.provision.localcloud.balancer;

import dev.provision.localcloud.elb.ElbCloud;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** What tests of a load balancer's answers begin with: one load balancer for all tests of a class. */
abstract class FrontDoorFixture {
    static FrontDoor front;
    static ElbCloud cloud;

    @BeforeAll
    static void start() {
        front = new FrontDoor();
        cloud = front.cloud();
    }

    @AfterAll
    static void stop() {
        front.close();
    }
}
