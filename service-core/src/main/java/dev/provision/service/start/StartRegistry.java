package dev.provision.service.start;

import io.helidon.common.LazyValue;
import io.helidon.common.features.HelidonFeatures;
import io.helidon.common.features.api.HelidonFlavor;
import io.helidon.common.mapper.Mappers;
import io.helidon.common.types.TypeName;
import io.helidon.service.registry.GlobalServiceRegistry;
import io.helidon.service.registry.Lookup;
import io.helidon.service.registry.RegistryMetrics;
import io.helidon.service.registry.ServiceInfo;
import io.helidon.service.registry.ServiceInstance;
import io.helidon.service.registry.ServiceRegistry;
import io.helidon.service.registry.ServiceRegistryManager;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Helidon's service registry, as far as a web server needs one to start: it asks for the mapping of header and parameter
 * values and nothing else. The registry that Helidon would make, by reading through every jar of the class path, takes a
 * third of a cold start; it is made when something asks for more, such as metrics when they are scraped first.
 */
@SuppressWarnings("TypeParameterUnusedInFormals") // as the interface has them
public final class StartRegistry implements ServiceRegistry {
    private static final String MAPPERS = "io.helidon.common.mapper";

    private final Object mappers;
    private final Supplier<ServiceRegistry> everything;

    private StartRegistry(Object mappers, Supplier<ServiceRegistry> everything) {
        this.mappers = mappers;
        this.everything = everything;
    }

    /** To be called once, before anything else of Helidon is used. */
    public static void install() {
        // Nothing is to be deserialized here, which Helidon sees to; the exceptions to that are not to be looked for.
        System.setProperty("helidon.serialFilter.ignoreFiles", "true");
        // A server of the flavour SE lists its features, from the metadata of every jar; for one of another it does
        // not.
        HelidonFeatures.flavor(HelidonFlavor.MP);
        Object mappers = Mappers.builder()
                .mapperProvidersDiscoverServices(false)
                .mappersDiscoverServices(false)
                .build();
        GlobalServiceRegistry.registry(new StartRegistry(
                mappers, LazyValue.create(() -> ServiceRegistryManager.create().registry())));
    }

    private static boolean ours(TypeName contract) {
        return contract.packageName().startsWith(MAPPERS);
    }

    private static boolean ours(Lookup lookup) {
        return lookup.contracts().stream().anyMatch(contract -> ours(contract.type()));
    }

    /** Whoever asks for {@link Mappers}, or for the older name of it, gets the one object that is both. */
    @SuppressWarnings("unchecked")
    private <T> T mappers() {
        return (T) mappers;
    }

    @Override
    public <T> T get(TypeName contract) {
        return ours(contract) ? mappers() : everything.get().get(contract);
    }

    @Override
    public <T> T get(Lookup lookup) {
        return ours(lookup) ? mappers() : everything.get().get(lookup);
    }

    @Override
    public <T> Optional<T> first(TypeName contract) {
        return ours(contract) ? Optional.empty() : everything.get().first(contract);
    }

    @Override
    public <T> Optional<T> first(Lookup lookup) {
        return everything.get().first(lookup);
    }

    @Override
    public <T> List<T> all(TypeName contract) {
        return ours(contract) ? List.of() : everything.get().all(contract);
    }

    @Override
    public <T> List<T> all(Lookup lookup) {
        return ours(lookup) ? List.of() : everything.get().all(lookup);
    }

    @Override
    public <T> Supplier<T> supply(TypeName contract) {
        return () -> get(contract);
    }

    @Override
    public <T> Supplier<T> supply(Lookup lookup) {
        return () -> get(lookup);
    }

    @Override
    public <T> Supplier<Optional<T>> supplyFirst(TypeName contract) {
        return () -> first(contract);
    }

    @Override
    public <T> Supplier<Optional<T>> supplyFirst(Lookup lookup) {
        return () -> first(lookup);
    }

    @Override
    public <T> Supplier<List<T>> supplyAll(TypeName contract) {
        return () -> all(contract);
    }

    @Override
    public <T> Supplier<List<T>> supplyAll(Lookup lookup) {
        return () -> all(lookup);
    }

    @Override
    public <T> Optional<T> get(ServiceInfo service) {
        return everything.get().get(service);
    }

    @Override
    public List<ServiceInfo> allServices(TypeName contract) {
        return everything.get().allServices(contract);
    }

    @Override
    public List<ServiceInfo> lookupServices(Lookup lookup) {
        return ours(lookup) ? List.of() : everything.get().lookupServices(lookup);
    }

    @Override
    public <T> List<ServiceInstance<T>> lookupInstances(Lookup lookup) {
        return ours(lookup) ? List.of() : everything.get().lookupInstances(lookup);
    }

    @Override
    public RegistryMetrics metrics() {
        return everything.get().metrics();
    }
}
