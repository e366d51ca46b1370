package dev.provision.localcloud.ec2;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The availability zones of a region: a, b and c. */
final class Zones {
    /** London's zones as accounts usually see them: the letters do not follow the numbers. */
    private static final Map<String, Integer> NUMBERS = Map.of("a", 2, "b", 3, "c", 1);

    private static final List<String> LETTERS = List.of("a", "b", "c");
    private final String region;

    Zones(String region) {
        this.region = region;
    }

    List<String> names() {
        return LETTERS.stream().map(letter -> region + letter).toList();
    }

    /** {@code euw2-az2} for {@code eu-west-2a}. */
    String id(String name) {
        return shortRegion() + "-az" + NUMBERS.get(name.substring(name.length() - 1));
    }

    Optional<String> named(String id) {
        return names().stream().filter(name -> id(name).equals(id)).findFirst();
    }

    private String shortRegion() {
        String[] parts = region.split("-");
        String direction = parts[1].replace("north", "n")
                .replace("south", "s")
                .replace("east", "e")
                .replace("west", "w")
                .replace("central", "c");
        return parts[0] + direction + parts[parts.length - 1];
    }
}
