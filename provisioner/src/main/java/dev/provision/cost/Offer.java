package dev.provision.cost;

/** A part of the AWS price list, each a file of its own per region. */
enum Offer {
    LAMBDA("AWSLambda"),
    FARGATE("AmazonECS"),
    BALANCING("AWSELB"),
    // NAT gateways are products of EC2, whose file is by far the largest: some hundred megabytes.
    COMPUTE("AmazonEC2"),
    NETWORK("AmazonVPC"),
    CLOUDWATCH("AmazonCloudWatch"),
    REGISTRY("AmazonECR");

    private final String code;

    Offer(String code) {
        this.code = code;
    }

    /** Its name in the price list. */
    String code() {
        return code;
    }
}
