package dev.provision.localcloud.lambda;

import dev.provision.localcloud.ecr.Images;
import dev.provision.localcloud.iam.Authority;
import dev.provision.localcloud.runtime.ContainerRuntime.ImageUnusable;
import dev.provision.localcloud.runtime.Image;
import dev.provision.localcloud.runtime.ImageConfig;
import dev.provision.localcloud.wire.AwsError;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.PackageType;

/** What Lambda refuses before it makes or changes a function. */
final class FunctionChecks {
    private static final int MOST_ENVIRONMENT_BYTES = 4096;
    // https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
    private static final Set<String> RESERVED_VARIABLES = Set.of(
            "_HANDLER",
            "_X_AMZN_TRACE_ID",
            "AWS_DEFAULT_REGION",
            "AWS_REGION",
            "AWS_EXECUTION_ENV",
            "AWS_LAMBDA_FUNCTION_NAME",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
            "AWS_LAMBDA_FUNCTION_VERSION",
            "AWS_LAMBDA_INITIALIZATION_TYPE",
            "AWS_LAMBDA_LOG_GROUP_NAME",
            "AWS_LAMBDA_LOG_STREAM_NAME",
            "AWS_ACCESS_KEY",
            "AWS_ACCESS_KEY_ID",
            "AWS_SECRET_ACCESS_KEY",
            "AWS_SESSION_TOKEN",
            "AWS_LAMBDA_RUNTIME_API",
            "LAMBDA_TASK_ROOT",
            "LAMBDA_RUNTIME_DIR");
    private static final List<String> VPC_ACTIONS =
            List.of("CreateNetworkInterface", "DescribeNetworkInterfaces", "DeleteNetworkInterface");

    private final Authority authority;
    private final Images images;

    FunctionChecks(Authority authority, Images images) {
        this.authority = authority;
        this.images = images;
    }

    /** @throws AwsError if the configuration has a value out of bounds or a role that will not do */
    void check(FunctionConfiguration config) {
        range("memorySize", config.memorySize(), 128, 10_240);
        range("timeout", config.timeout(), 1, 900);
        range("ephemeralStorage.size", config.ephemeralStorage().size(), 512, 10_240);
        if (config.environment() != null) {
            environment(config.environment().variables());
        }
        role(config.role());
        if (config.vpcConfig() != null) {
            vpc(config);
        }
    }

    private static void range(String member, int value, int least, int most) {
        if (value < least) {
            throw LambdaErrors.validation(member, value, "Member must have value greater than or equal to " + least);
        }
        if (value > most) {
            throw LambdaErrors.validation(member, value, "Member must have value less than or equal to " + most);
        }
    }

    private static void environment(Map<String, String> variables) {
        String refusal = "Lambda was unable to configure your environment variables because the environment variables"
                + " you have provided ";
        Set<String> reserved = new TreeSet<>(variables.keySet());
        reserved.retainAll(RESERVED_VARIABLES);
        if (!reserved.isEmpty()) {
            throw LambdaErrors.invalidParameter(refusal
                    + "contains reserved keys that are currently not supported for modification. Reserved keys used in"
                    + " this request: " + String.join(", ", reserved));
        }
        int bytes = variables.entrySet().stream()
                .mapToInt(variable -> (variable.getKey() + variable.getValue()).getBytes(StandardCharsets.UTF_8).length)
                .sum();
        if (bytes > MOST_ENVIRONMENT_BYTES) {
            throw LambdaErrors.invalidParameter(refusal + "exceeded the 4KB limit.");
        }
    }

    private void role(String role) {
        if (role == null || !role.matches("arn:(aws[a-zA-Z-]*)?:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+")) {
            throw LambdaErrors.validation(
                    "role",
                    role,
                    "Member must satisfy regular expression pattern:"
                            + " arn:(aws[a-zA-Z-]*)?:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+");
        }
        if (!authority.mayAssume("lambda.amazonaws.com", role)) {
            throw LambdaErrors.invalidParameter("The role defined for the function cannot be assumed by Lambda.");
        }
    }

    private void vpc(FunctionConfiguration config) {
        boolean subnets = !config.vpcConfig().subnetIds().isEmpty();
        boolean groups = !config.vpcConfig().securityGroupIds().isEmpty();
        if (subnets != groups) {
            throw LambdaErrors.invalidParameter("SubnetIds and SecurityIds must coexist or be both empty list.");
        }
        if (subnets) {
            for (String action : VPC_ACTIONS) {
                if (!authority.allows(config.role(), "ec2:" + action, "*")) {
                    throw LambdaErrors.invalidParameter(
                            "The provided execution role does not have permissions to call " + action + " on EC2");
                }
            }
        }
    }

    /** @throws AwsError if it is a package of another kind */
    static void imagePackage(PackageType type, String imageUri) {
        if (type != PackageType.IMAGE || imageUri == null) {
            throw LambdaErrors.invalidParameter(
                    "The local cloud runs functions of PackageType Image only: give Code.ImageUri, and no zip file.");
        }
    }

    /**
     * The image behind a URI. Whether Lambda may read the repository is not looked at: for a repository of the same
     * account Lambda grants it to itself on the caller's behalf (Lambda guide, gettingstarted-images).
     *
     * @throws AwsError if there is none, or it is not an image for one Linux platform, but an index of several
     */
    Image image(String uri) {
        Images.Found found = images.find(uri)
                .orElseThrow(() -> LambdaErrors.invalidParameter(
                        "Source image " + uri + " does not exist. Provide a valid source image."));
        Image image = found.image();
        try {
            if (!found.fromIndex() && ImageConfig.parse(image.configJson()).os().equals("linux")) {
                return image;
            }
        } catch (ImageUnusable notAnImage) {
            throw unsupported(uri);
        }
        throw unsupported(uri);
    }

    /** Whether the registry still has an image that it had. */
    boolean imageExists(String uri) {
        return images.find(uri).isPresent();
    }

    private static AwsError unsupported(String uri) {
        return LambdaErrors.invalidParameter(
                "The image manifest, config or layer media type for the source image " + uri + " is not supported.");
    }
}
