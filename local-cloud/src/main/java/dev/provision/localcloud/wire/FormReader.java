package dev.provision.localcloud.wire;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeSet;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.traits.TimestampFormatTrait.Format;

/**
 * Reads the parameters of a query protocol into a request's builder.
 *
 * @param parameters decoded, sorted by name
 * @param flatLists whether every list is {@code Name.1}, as in EC2's dialect; otherwise {@code Name.member.1} unless the
 *     model flattens it
 */
record FormReader(NavigableMap<String, String> parameters, boolean flatLists) {
    void read(SdkPojo builder) {
        readMembers(builder, "");
    }

    private void readMembers(SdkPojo builder, String prefix) {
        for (SdkField<?> field : builder.sdkFields()) {
            value(field, prefix + field.locationName()).ifPresent(value -> field.set(builder, value));
        }
    }

    private Optional<Object> value(SdkField<?> field, String name) {
        MarshallingType<?> type = field.marshallingType();
        if (type == MarshallingType.LIST) {
            return list(field, name);
        }
        if (type == MarshallingType.MAP) {
            return map(field, name);
        }
        if (type == MarshallingType.SDK_POJO) {
            return has(name + ".") ? Optional.of(structure(field, name)) : Optional.empty();
        }
        return Optional.ofNullable(parameters.get(name)).map(text -> Scalars.parse(field, text, Format.ISO_8601));
    }

    private Object structure(SdkField<?> field, String name) {
        SdkPojo nested = field.constructor().get();
        readMembers(nested, name + ".");
        return Shapes.build(nested);
    }

    private Optional<Object> list(SdkField<?> field, String name) {
        ListTrait trait = field.getRequiredTrait(ListTrait.class);
        String member = Optional.ofNullable(trait.memberLocationName()).orElse("member");
        String prefix = flatLists || trait.isFlattened() ? name : name + "." + member;
        List<Object> items = new ArrayList<>();
        for (int index : indexes(prefix)) {
            value(trait.memberFieldInfo(), prefix + "." + index).ifPresent(items::add);
        }
        boolean explicitlyEmpty = "".equals(parameters.get(name));
        return items.isEmpty() && !explicitlyEmpty ? Optional.empty() : Optional.of(items);
    }

    private Optional<Object> map(SdkField<?> field, String name) {
        MapTrait trait = field.getRequiredTrait(MapTrait.class);
        String prefix = flatLists || trait.isFlattened() ? name : name + ".entry";
        Map<String, Object> entries = new LinkedHashMap<>();
        for (int index : indexes(prefix)) {
            String entry = prefix + "." + index + ".";
            Optional<String> key = Optional.ofNullable(parameters.get(entry + trait.keyLocationName()));
            Optional<Object> value = value(trait.valueFieldInfo(), entry + trait.valueLocationName());
            if (key.isPresent() && value.isPresent()) {
                entries.put(key.get(), value.get());
            }
        }
        boolean explicitlyEmpty = "".equals(parameters.get(name));
        return entries.isEmpty() && !explicitlyEmpty ? Optional.empty() : Optional.of(entries);
    }

    /** The numbers N of the parameters {@code prefix.N} and {@code prefix.N.…}, in order. */
    private Iterable<Integer> indexes(String prefix) {
        TreeSet<Integer> indexes = new TreeSet<>();
        String start = prefix + ".";
        for (String name : parameters.tailMap(start, true).keySet()) {
            if (!name.startsWith(start)) {
                break;
            }
            int end = name.indexOf('.', start.length());
            String number = name.substring(start.length(), end < 0 ? name.length() : end);
            if (number.matches("\\d{1,6}")) {
                indexes.add(Integer.valueOf(number));
            }
        }
        return indexes;
    }

    private boolean has(String prefix) {
        String next = parameters.ceilingKey(prefix);
        return next != null && next.startsWith(prefix);
    }
}
