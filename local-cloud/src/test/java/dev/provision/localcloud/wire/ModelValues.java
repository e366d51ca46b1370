package dev.provision.localcloud.wire;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.DefaultValueTrait;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.traits.PayloadTrait;

/** Random values for the SDK's model classes. */
record ModelValues(RandomGenerator random) {
    private static final String TEXT = "abcXYZ019 -_.:/@+=&%<>\"'äé漢\uD83D\uDE00\n\t";
    private static final String HEADER_TEXT = "abcXYZ019-_.:/@+=";
    /** Without characters beyond the basic plane: the SDK writes those in keys as surrogates, which is not UTF-8. */
    private static final String KEY_TEXT = TEXT.replace("\uD83D\uDE00", "");

    private static final int MAX_DEPTH = 4;

    /** Fills a builder; what a request or an answer cannot be without is always set, everything else most of the time. */
    SdkPojo fill(SdkPojo builder, int depth) {
        for (SdkField<?> field : builder.sdkFields()) {
            boolean inPath =
                    field.location() == MarshallLocation.PATH || field.location() == MarshallLocation.GREEDY_PATH;
            // A client makes up a token that is not set.
            boolean token = field.containsTrait(DefaultValueTrait.class);
            // A client sends an empty document for a payload that is not set.
            boolean payload = field.containsTrait(PayloadTrait.class);
            // A client reads the status of the answer, which always has one.
            boolean status = field.location() == MarshallLocation.STATUS_CODE;
            if (inPath || token || payload || status || (fits(field, depth) && random.nextInt(10) < 7)) {
                field.set(builder, status ? 202 : value(field, depth));
            }
        }
        return Shapes.build(builder);
    }

    private static boolean fits(SdkField<?> field, int depth) {
        boolean nests = field.marshallingType() == MarshallingType.SDK_POJO
                || field.marshallingType() == MarshallingType.LIST
                || field.marshallingType() == MarshallingType.MAP;
        return field.marshallingType() != MarshallingType.DOCUMENT && (!nests || depth < MAX_DEPTH);
    }

    private Object value(SdkField<?> field, int depth) {
        MarshallingType<?> type = field.marshallingType();
        if (type == MarshallingType.SDK_POJO) {
            return nonEmpty(field, depth);
        }
        if (type == MarshallingType.LIST) {
            return list(field.getRequiredTrait(ListTrait.class).memberFieldInfo(), depth);
        }
        if (type == MarshallingType.MAP) {
            return map(field.getRequiredTrait(MapTrait.class).valueFieldInfo(), depth);
        }
        return scalar(type, field.location() == MarshallLocation.PAYLOAD ? TEXT : HEADER_TEXT);
    }

    /** A query protocol cannot tell an empty structure from none. */
    private Object nonEmpty(SdkField<?> field, int depth) {
        SdkPojo builder = field.constructor().get();
        List<SdkField<?>> members = builder.sdkFields();
        members.stream()
                .filter(member -> fits(member, MAX_DEPTH))
                .findFirst()
                .or(() -> members.stream().findFirst())
                .ifPresent(member -> member.set(builder, value(member, depth + 1)));
        return fill(builder, depth + 1);
    }

    private List<Object> list(SdkField<?> item, int depth) {
        List<Object> items = new ArrayList<>();
        IntStream.range(0, 1 + random.nextInt(12)).forEach(_ -> items.add(value(item, depth + 1)));
        return items;
    }

    private Map<String, Object> map(SdkField<?> item, int depth) {
        Map<String, Object> entries = new LinkedHashMap<>();
        IntStream.range(0, 1 + random.nextInt(3)).forEach(_ -> entries.put(text(KEY_TEXT), value(item, depth + 1)));
        return entries;
    }

    private Object scalar(MarshallingType<?> type, String alphabet) {
        if (type == MarshallingType.STRING) {
            return text(alphabet);
        }
        if (type == MarshallingType.BOOLEAN) {
            return random.nextBoolean();
        }
        if (type == MarshallingType.INTEGER) {
            return random.nextInt();
        }
        if (type == MarshallingType.LONG) {
            return random.nextLong();
        }
        if (type == MarshallingType.FLOAT) {
            return random.nextFloat() * 1000;
        }
        if (type == MarshallingType.DOUBLE) {
            return random.nextDouble() * 1000;
        }
        if (type == MarshallingType.BIG_DECIMAL) {
            return new BigDecimal(random.nextInt()).movePointLeft(3);
        }
        if (type == MarshallingType.INSTANT) {
            return Instant.ofEpochMilli(1_600_000_000_000L + random.nextInt(1_000_000_000));
        }
        if (type == MarshallingType.SDK_BYTES) {
            byte[] bytes = new byte[1 + random.nextInt(20)];
            random.nextBytes(bytes);
            return SdkBytes.fromByteArray(bytes);
        }
        throw new IllegalStateException("no such type: " + type.getTargetClass());
    }

    private String text(String alphabet) {
        int[] characters = alphabet.codePoints().toArray();
        StringBuilder text = new StringBuilder("x");
        IntStream.range(0, random.nextInt(15))
                .forEach(_ -> text.appendCodePoint(characters[random.nextInt(characters.length)]));
        return text.append('x').toString();
    }
}
