package dev.provision.localcloud.elb;

/** What ECS does with target groups. Called under the control-plane lock. */
public interface Targets {
    /** Whether a target group exists and some listener's action uses it; ECS refuses a service for one that is not used. */
    boolean inUseByListener(String targetGroupArn);

    boolean exists(String targetGroupArn);

    void register(String targetGroupArn, String ip, int port);

    /** Starts draining the target. */
    void deregister(String targetGroupArn, String ip, int port);

    /** The target's state as DescribeTargetHealth names it ({@code initial}, {@code healthy}, …); {@code unused} if unknown. */
    String health(String targetGroupArn, String ip, int port);

    /** How long deregistration takes, in seconds. */
    int deregistrationDelaySeconds(String targetGroupArn);
}
