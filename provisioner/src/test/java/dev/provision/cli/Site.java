package dev.provision.cli;

import dev.provision.config.Environment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A configuration as a set of choices, of which any may become another one: the settings of an environment by their key, and
 * of containers {@code a}, {@code b} and {@code c} by theirs after the container's name.
 *
 * @param choices what was chosen; a container without choices is not there
 * @param vpc the key of the configuration that brings somebody else's network, instead of one with the chosen settings
 */
record Site(SortedMap<String, String> choices, Optional<String> vpc) {
    private static final List<String> NAMES = List.of("a", "b", "c");

    /** What can be chosen for a whole environment. */
    @SuppressWarnings("ImmutableEnumChecker") // List.of makes lists that nobody changes.
    private enum Setting {
        ZONES("2", "3"),
        NAT("perAz", "single", "none"),
        SUBNETS("10.0.%d.0/24", "10.0.10%d.0/24"),
        PRIVATE("10.0.2%d.0/24", "10.0.12%d.0/24"),
        IDLE("60", "75"),
        RETENTION("14", "30"),
        TAGS("{}", "{ team: red }", "{ team: blue, cost: 7 }"),
        MAIL("", "ops@example.com", "others@example.com"),
        /** Of the first container, and of the last one; all are served under both. */
        DOMAIN("", "api.example.com", "www.example.com", "api.example.com www.example.com"),
        ORDER("as named", "reversed"),
        IMAGE("one", "two");

        private final List<String> values;

        Setting(String... values) {
            this.values = List.of(values);
        }
    }

    /** What can be chosen for a container. */
    @SuppressWarnings("ImmutableEnumChecker") // List.of makes lists that nobody changes.
    private enum Part {
        TYPE("awsLambda", "awsFargateEcs"),
        PATH("/%s/*", "/%s/h*"),
        RIGHTS("", "s3:GetObject", "s3:PutObject"),
        VARIABLE("", "red", "blue"),
        MEMORY("512", "1024"),
        RESERVED("", "5", "20"),
        WARM("0", "1", "2"),
        MOST("2", "3"),
        LEAST("1", "2"),
        SCALING("step", "target"),
        TARGET("60", "65"),
        COMMANDS("false", "true");

        private final List<String> values;

        Part(String... values) {
            this.values = List.of(values);
        }
    }

    /** A site with one or more containers. */
    static Site random(Optional<String> vpc, Random random) {
        SortedMap<String, String> choices = new TreeMap<>();
        Arrays.stream(Setting.values()).forEach(each -> choices.put(each.name(), any(each.values, random)));
        for (String name : NAMES.subList(0, 1 + random.nextInt(NAMES.size()))) {
            add(name, choices, random);
        }
        return new Site(choices, vpc);
    }

    private static void add(String name, SortedMap<String, String> choices, Random random) {
        Arrays.stream(Part.values()).forEach(each -> choices.put(name + "." + each, any(each.values, random)));
    }

    private static String any(List<String> values, Random random) {
        return values.get(random.nextInt(values.size()));
    }

    /** This with up to {@code most} other choices; now and then a container comes or goes. */
    Site changed(int most, Random random) {
        SortedMap<String, String> next = new TreeMap<>(choices);
        if (random.nextInt(4) == 0) {
            String name = any(NAMES, random);
            if (!names().contains(name)) {
                add(name, next, random);
            } else if (names().size() > 1) {
                next.keySet().removeIf(key -> key.startsWith(name + "."));
            }
        }
        List<String> keys = new ArrayList<>(next.keySet());
        for (int i = 1 + random.nextInt(most); i > 0; i--) {
            String key = any(keys, random);
            next.put(key, any(values(key), random));
        }
        return new Site(next, vpc);
    }

    private static List<String> values(String key) {
        return key.contains(".") ? Part.valueOf(key.substring(2)).values : Setting.valueOf(key).values;
    }

    /** The containers that there are. */
    List<String> names() {
        return NAMES.stream()
                .filter(name -> choices.containsKey(name + "." + Part.TYPE))
                .toList();
    }

    /** The containers that both have: requests to them are answered while one becomes the other. */
    List<String> served(Site next) {
        return names().stream().filter(next.names()::contains).toList();
    }

    /** Whether a container changes what runs it. */
    boolean moves(Site next) {
        return served(next).stream().anyMatch(name -> !of(name, Part.TYPE).equals(next.of(name, Part.TYPE)));
    }

    /** Whether there is a domain, so that HTTP is redirected. */
    boolean https() {
        return !of(Setting.DOMAIN).isEmpty();
    }

    /** Whether any container is tasks. */
    boolean tasks() {
        return names().stream().anyMatch(name -> of(name, Part.TYPE).equals("awsFargateEcs"));
    }

    /** The tag of the image that all containers run. */
    String image() {
        return of(Setting.IMAGE);
    }

    /** What is chosen otherwise in {@code next}. */
    List<String> differences(Site next) {
        List<String> words = new ArrayList<>();
        choices.forEach((key, value) -> {
            if (!value.equals(next.choices.get(key))) {
                words.add(key.toLowerCase(Locale.ROOT) + " '" + value + "' -> '"
                        + next.choices.getOrDefault(key, "gone") + "'");
            }
        });
        next.choices.keySet().stream()
                .filter(key -> !choices.containsKey(key))
                .forEach(key -> words.add(key.toLowerCase(Locale.ROOT) + " new"));
        return words;
    }

    private String of(Setting setting) {
        return choices.get(setting.name());
    }

    private String of(String name, Part part) {
        return choices.get(name + "." + part);
    }

    /** This as configuration files. */
    Environment in(Account account, String env) {
        List<String> names = names().stream()
                .sorted(of(Setting.ORDER).equals("reversed") ? Comparator.reverseOrder() : Comparator.naturalOrder())
                .toList();
        String settings = network()
                + "deployment: { awsAlb: { idleTimeout: %s }%s }%nlogRetention: %s%ntags: %s%n"
                        .formatted(
                                of(Setting.IDLE),
                                vpc.map(key -> ", " + key).orElse(""),
                                of(Setting.RETENTION),
                                of(Setting.TAGS))
                + (of(Setting.MAIL).isEmpty() ? "" : "alarms: { email: " + of(Setting.MAIL) + " }\n");
        return account.environment(
                env, settings, names.stream().map(this::container).toList());
    }

    private String network() {
        return vpc.isPresent()
                ? ""
                : "network: { availabilityZones: %s, natGateways: %s, publicSubnets: [%s], privateSubnets: [%s] }%n"
                        .formatted(
                                of(Setting.ZONES), of(Setting.NAT), subnets(Setting.SUBNETS), subnets(Setting.PRIVATE));
    }

    private String subnets(Setting ranges) {
        return IntStream.rangeClosed(1, Integer.parseInt(of(Setting.ZONES)))
                .mapToObj(zone -> of(ranges).formatted(zone))
                .collect(Collectors.joining(", "));
    }

    private String container(String name) {
        String rights = of(name, Part.RIGHTS);
        String variable = of(name, Part.VARIABLE);
        return """
              %s:
                routing: { pathPattern: %s, pathHealthCheck: /%s/health%s }
                compute:
                  type: %s
            %s      %s
            %s""".formatted(
                        name,
                        of(name, Part.PATH).formatted(name),
                        name,
                        domain(name),
                        of(name, Part.TYPE),
                        rights.isEmpty()
                                ? ""
                                : "      awsIam: { customPolicy: [{ Effect: Allow, Action: \"" + rights
                                        + "\", Resource: \"*\" }] }\n",
                        of(name, Part.TYPE).equals("awsLambda") ? function(name) : tasks(name),
                        variable.isEmpty() ? "" : "    environment: { COLOUR: " + variable + " }\n");
    }

    private String domain(String name) {
        List<String> domains = List.of(of(Setting.DOMAIN).split(" "));
        if (https() && name.equals(names().getFirst())) {
            return ", domain: " + domains.getFirst();
        }
        return https() && name.equals(names().getLast()) ? ", domain: " + domains.getLast() : "";
    }

    private String function(String name) {
        String reserved = of(name, Part.RESERVED);
        return "awsLambda: { memory: %s, provisionedConcurrency: %s%s }"
                .formatted(
                        of(name, Part.MEMORY),
                        of(name, Part.WARM),
                        reserved.isEmpty() ? "" : ", reservedConcurrency: " + reserved);
    }

    private String tasks(String name) {
        return "awsFargateEcs: { memory: %s, minInstances: %s, maxInstances: %s, enableExecuteCommand: %s, "
                        .formatted(
                                of(name, Part.MEMORY),
                                of(name, Part.LEAST),
                                of(name, Part.MOST),
                                of(name, Part.COMMANDS))
                + "autoScaling: { policy: %s, targetCpuUtilization: %s } }"
                        .formatted(of(name, Part.SCALING), of(name, Part.TARGET));
    }
}
