package dev.provision.service.start;

import io.helidon.common.GenericType;
import io.helidon.config.Config;
import io.helidon.config.ConfigMappingException;
import io.helidon.config.ConfigValue;
import io.helidon.config.ConfigValues;
import io.helidon.config.spi.ConfigMapper;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Configuration that says nothing but that no service is to be looked for in the class path: the builder's own switch for
 * that does not reach the protocols of a listener in Helidon 4.4.0, its key {@code protocols-discover-services} does.
 * Helidon's builders take {@link Config#empty()} where they are given none, which sets up
 * mappers, providers and their annotations to say as little, and takes a tenth of a cold start.
 */
// Config's own asNodeList overrides the same way
@SuppressWarnings("unchecked")
public final class NoConfig implements Config {
    private static final String DISCOVERY = "-discover-services";

    private final Key key;

    public NoConfig() {
        this(Key.create(""));
    }

    private NoConfig(Key key) {
        this.key = key;
    }

    @Override
    public Key key() {
        return key;
    }

    @Override
    public Config root() {
        return new NoConfig();
    }

    @Override
    public Config get(String name) {
        return name.endsWith(DISCOVERY) ? new NoConfig(Key.create(name)) : this;
    }

    @Override
    public Config get(Key name) {
        return this;
    }

    @Override
    public ConfigValue<Boolean> asBoolean() {
        return key.name().endsWith(DISCOVERY) ? ConfigValues.simpleValue(false) : ConfigValues.empty();
    }

    @Override
    public Config detach() {
        return this;
    }

    @Override
    public Type type() {
        return Type.MISSING;
    }

    @Override
    public boolean exists() {
        return false;
    }

    @Override
    public boolean isLeaf() {
        return false;
    }

    @Override
    public boolean isObject() {
        return false;
    }

    @Override
    public boolean isList() {
        return false;
    }

    @Override
    public boolean hasValue() {
        return false;
    }

    @Override
    public Instant timestamp() {
        return Instant.EPOCH;
    }

    @Override
    public Stream<Config> traverse(Predicate<Config> predicate) {
        return Stream.empty();
    }

    @Override
    public <T> T convert(Class<T> type, String value) {
        throw new ConfigMappingException(key, type, "this configuration has no values");
    }

    @Override
    public ConfigMapper mapper() {
        throw new UnsupportedOperationException("this configuration has no values");
    }

    @Override
    public <T> ConfigValue<T> as(Class<T> type) {
        return ConfigValues.empty();
    }

    @Override
    public <T> ConfigValue<T> as(GenericType<T> type) {
        return ConfigValues.empty();
    }

    @Override
    public <T> ConfigValue<T> as(Function<Config, T> mapper) {
        return ConfigValues.empty();
    }

    @Override
    @SuppressWarnings("removal")
    public <T> ConfigValue<T> map(Function<io.helidon.common.config.Config, T> mapper) {
        return ConfigValues.empty();
    }

    @Override
    public <T> ConfigValue<List<T>> asList(Class<T> type) {
        return ConfigValues.empty();
    }

    @Override
    public <T> ConfigValue<List<T>> asList(Function<Config, T> mapper) {
        return ConfigValues.empty();
    }

    @Override
    @SuppressWarnings("removal")
    public <T> ConfigValue<List<T>> mapList(Function<io.helidon.common.config.Config, T> mapper) {
        return ConfigValues.empty();
    }

    @Override
    public ConfigValue<List<Config>> asNodeList() {
        return ConfigValues.empty();
    }

    @Override
    public ConfigValue<Map<String, String>> asMap() {
        return ConfigValues.empty();
    }
}
