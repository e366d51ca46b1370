package dev.provision.localcloud.wire;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.TimestampFormatTrait;
import software.amazon.awssdk.core.traits.TimestampFormatTrait.Format;

/** Values that have no members, as text. */
final class Scalars {
    private Scalars() {}

    /**
     * Reads text as a member's type.
     *
     * @throws Malformed if it is not one
     */
    static Object parse(SdkField<?> field, String text, Format fallback) {
        MarshallingType<?> type = field.marshallingType();
        try {
            if (type == MarshallingType.STRING) {
                return text;
            }
            if (type == MarshallingType.BOOLEAN) {
                return bool(text);
            }
            if (type == MarshallingType.INSTANT) {
                return instant(text.strip(), format(field, fallback));
            }
            if (type == MarshallingType.SDK_BYTES) {
                return SdkBytes.fromByteArray(Base64.getDecoder().decode(text));
            }
            return number(type, text.strip());
        } catch (IllegalArgumentException | DateTimeException unreadable) {
            throw new Malformed("Value (" + text + ") for parameter " + field.memberName() + " is invalid.");
        }
    }

    /** Writes a value as text, the opposite of {@link #parse}. */
    static String text(SdkField<?> field, Object value, Format fallback) {
        return switch (value) {
            case Instant instant -> text(instant, format(field, fallback));
            case SdkBytes bytes -> Base64.getEncoder().encodeToString(bytes.asByteArrayUnsafe());
            case BigDecimal decimal -> decimal.toPlainString();
            default -> value.toString();
        };
    }

    static Format format(SdkField<?> field, Format fallback) {
        return field.getOptionalTrait(TimestampFormatTrait.class)
                .map(TimestampFormatTrait::format)
                .orElse(fallback);
    }

    static Object number(MarshallingType<?> type, String text) {
        if (type == MarshallingType.INTEGER) {
            return Integer.valueOf(text);
        }
        if (type == MarshallingType.LONG) {
            return Long.valueOf(text);
        }
        if (type == MarshallingType.SHORT) {
            return Short.valueOf(text);
        }
        if (type == MarshallingType.BYTE) {
            return Byte.valueOf(text);
        }
        if (type == MarshallingType.FLOAT) {
            return Float.valueOf(text);
        }
        if (type == MarshallingType.DOUBLE) {
            return Double.valueOf(text);
        }
        if (type == MarshallingType.BIG_DECIMAL) {
            return new BigDecimal(text);
        }
        throw new IllegalStateException("no scalar: " + type.getTargetClass());
    }

    private static Boolean bool(String text) {
        return switch (text) {
            case "true", "True" -> true;
            case "false", "False" -> false;
            default -> throw new IllegalArgumentException(text);
        };
    }

    private static Instant instant(String text, Format format) {
        return switch (format) {
            case RFC_822 -> Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text));
            case UNIX_TIMESTAMP -> seconds(new BigDecimal(text));
            case UNIX_TIMESTAMP_MILLIS -> Instant.ofEpochMilli(Long.parseLong(text));
            default ->
                text.matches("-?\\d+(\\.\\d+)?")
                        ? seconds(new BigDecimal(text))
                        : Instant.from(DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text));
        };
    }

    /** An instant from seconds since the epoch with a fraction. */
    static Instant seconds(BigDecimal epochSeconds) {
        BigDecimal whole = epochSeconds.setScale(0, java.math.RoundingMode.FLOOR);
        long nanos = epochSeconds.subtract(whole).movePointRight(9).longValue();
        try {
            return Instant.ofEpochSecond(whole.longValueExact(), nanos);
        } catch (ArithmeticException outOfRange) {
            throw new DateTimeException("out of range", outOfRange);
        }
    }

    private static String text(Instant instant, Format format) {
        return switch (format) {
            case RFC_822 -> DateTimeFormatter.RFC_1123_DATE_TIME.format(instant.atOffset(ZoneOffset.UTC));
            case UNIX_TIMESTAMP -> BigDecimal.valueOf(instant.toEpochMilli(), 3).toPlainString();
            case UNIX_TIMESTAMP_MILLIS -> Long.toString(instant.toEpochMilli());
            default -> DateTimeFormatter.ISO_INSTANT.format(instant.truncatedTo(java.time.temporal.ChronoUnit.MILLIS));
        };
    }
}
