package dev.provision.config;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What must hold between the values of a container. */
final class ContainerRules {
    /** An IAM role's name has 64 characters at most; the longest that is made of a container's adds {@code -execution}. */
    private static final int LONGEST_NAME = 64 - "-execution".length();

    /** Amazon ECS developer guide, "Task CPU and memory": from, to and step of the MiB for each CPU value. */
    private static final Map<Integer, Memory> MEMORY = new TreeMap<>(Map.of(
            256, new Memory(512, 2048, 512),
            512, new Memory(1024, 4096, 1024),
            1024, new Memory(2048, 8192, 1024),
            2048, new Memory(4096, 16_384, 1024),
            4096, new Memory(8192, 30_720, 1024),
            8192, new Memory(16_384, 61_440, 4096),
            16_384, new Memory(32_768, 122_880, 8192)));

    /** What Lambda sets itself and refuses from others: "Defined runtime environment variables" in the Lambda guide. */
    private static final Set<String> RESERVED = Set.of(
            "AWS_ACCESS_KEY",
            "AWS_ACCESS_KEY_ID",
            "AWS_DEFAULT_REGION",
            "AWS_EXECUTION_ENV",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
            "AWS_LAMBDA_FUNCTION_NAME",
            "AWS_LAMBDA_FUNCTION_VERSION",
            "AWS_LAMBDA_INITIALIZATION_TYPE",
            "AWS_LAMBDA_LOG_GROUP_NAME",
            "AWS_LAMBDA_LOG_STREAM_NAME",
            "AWS_LAMBDA_RUNTIME_API",
            "AWS_REGION",
            "AWS_SECRET_ACCESS_KEY",
            "AWS_SESSION_TOKEN",
            "LAMBDA_RUNTIME_DIR",
            "LAMBDA_TASK_ROOT");

    /** "Lambda quotas": bytes of all environment variables of a function. */
    private static final int VARIABLES = 4096;

    private final Values container;
    private final Problems problems;

    ContainerRules(Values container, Problems problems) {
        this.container = container;
        this.problems = problems;
    }

    private record Memory(int least, int most, int step) {
        boolean allows(int memory) {
            // 256 units allow 512, 1024 and 2048, but not 1536.
            return memory >= least
                    && memory <= most
                    && (memory - least) % step == 0
                    && !(step == 512 && memory == 1536);
        }

        String words() {
            return step == 512 ? "512, 1024 or 2048" : least + " to " + most + " in steps of " + step;
        }
    }

    void check() {
        if (good("compute.awsLambda")) {
            lambda(container.section("compute").section("awsLambda"));
        }
        if (isFunction() && good("environment")) {
            variables();
        }
        fargate(container.section("compute").section("awsFargateEcs"));
        if (container.tree("src").isPresent() && container.tree("image").isPresent()) {
            problems.add(
                    container.place("image"),
                    container.path("image"),
                    "is built already, and src names a module to build; remove one of them");
        }
        if (good("routing.pathPattern")) {
            wildcards(container.section("routing"));
        }
    }

    private boolean good(String key) {
        return problems.noneAround(container.path(key));
    }

    /** @param prefix of every resource's name: {@code <name>-<env>} */
    void length(String prefix) {
        String longest = prefix + "-" + container.name();
        if (longest.length() > LONGEST_NAME) {
            problems.add(
                    container.entries().place(),
                    container.path(),
                    "the names made of it start with " + longest + ", which has " + longest.length()
                            + " characters; expected " + LONGEST_NAME + " at most");
        }
    }

    private void wildcards(Values routing) {
        String pattern = routing.text("pathPattern");
        // Elastic Load Balancing, "Quotas for your Application Load Balancers": 5 wildcards a rule.
        if (pattern.chars().filter(c -> c == '*' || c == '?').count() > 5) {
            problems.add(routing.place("pathPattern"), routing.path("pathPattern"), "expected 5 wildcards at most");
        }
    }

    /** A function without a way out of its network cannot read its secrets. */
    void withoutWayOut() {
        if (!isFunction()) {
            return;
        }
        container.open("environment").forEach((name, tree) -> {
            if (tree instanceof Tree.Value value && SecretReference.mentioned(value.text())) {
                problems.add(
                        value.place(),
                        container.path("environment") + "." + name,
                        "without a NAT gateway the function cannot reach Secrets Manager or Systems Manager, from which it"
                                + " reads " + value.text() + " when it starts");
            }
        });
    }

    private boolean isFunction() {
        return good("compute.type") && container.section("compute").text("type").equals("awsLambda");
    }

    private void variables() {
        Map<String, String> variables = container.texts("environment");
        variables.keySet().stream()
                .filter(RESERVED::contains)
                .forEach(name -> problems.add(
                        container.place("environment"),
                        container.path("environment") + "." + name,
                        "is set by Lambda itself; choose another name"));
        int bytes = variables.entrySet().stream()
                .mapToInt(variable -> (variable.getKey() + variable.getValue()).getBytes(StandardCharsets.UTF_8).length)
                .sum();
        if (bytes > VARIABLES) {
            problems.add(
                    container.place("environment"),
                    container.path("environment"),
                    "has " + bytes + " bytes, and a function takes " + VARIABLES
                            + "; keep some as parameters: NAME: ${ssm:/parameter}");
        }
    }

    private void lambda(Values lambda) {
        int kept = lambda.whole("provisionedConcurrency");
        lambda.writtenWhole("reservedConcurrency").ifPresent(reserved -> {
            // Provisioned concurrency counts against reserved concurrency, of all aliases together ("Configuring
            // provisioned
            // concurrency" in the Lambda guide), and a release keeps the old slot warm beside the new one.
            if (2 * kept > reserved) {
                problems.add(
                        lambda.place("provisionedConcurrency"),
                        lambda.path("provisionedConcurrency"),
                        "expected at most half of reservedConcurrency (" + reserved + "), found " + kept
                                + ": during a release the old and the new version are kept warm, each with as many");
            }
        });
    }

    private void fargate(Values fargate) {
        if (comparable(fargate, "cpu", "memory")) {
            memory(fargate);
        }
        if (comparable(fargate, "minInstances", "maxInstances")) {
            instances(fargate);
        }
    }

    /** Not where a value may be written under a mistyped key: its standard would be taken for it. */
    private boolean comparable(Values section, String... keys) {
        return problems.noneAround(section.path())
                || Stream.of(keys)
                        .allMatch(key -> section.tree(key).isPresent() && problems.noneAround(section.path(key)));
    }

    private void memory(Values fargate) {
        Memory allowed = MEMORY.getOrDefault(fargate.whole("cpu"), new Memory(0, Integer.MAX_VALUE, 1));
        if (!allowed.allows(fargate.whole("memory"))) {
            problems.add(
                    fargate.place("memory"),
                    fargate.path("memory"),
                    "expected " + allowed.words() + " with cpu " + fargate.text("cpu") + ", found "
                            + fargate.text("memory"));
        }
    }

    private void instances(Values fargate) {
        if (fargate.whole("minInstances") > fargate.whole("maxInstances")) {
            problems.add(
                    fargate.place("minInstances"),
                    fargate.path("minInstances"),
                    "expected at most maxInstances (" + fargate.text("maxInstances") + "), found "
                            + fargate.text("minInstances"));
        }
    }
}
