package dev.provision.localcloud.state;

/**
 * The one account and region that the local cloud has.
 *
 * @param id twelve digits
 * @param region for example {@code eu-west-2}
 */
public record Account(String id, String region) {
    /** A regional ARN; {@code resource} is everything behind the account, for example {@code vpc/vpc-1}. */
    public String arn(String service, String resource) {
        return "arn:aws:" + service + ":" + region + ":" + id + ":" + resource;
    }

    /** An ARN of a global service, for example IAM. */
    public String globalArn(String service, String resource) {
        return "arn:aws:" + service + "::" + id + ":" + resource;
    }
}
