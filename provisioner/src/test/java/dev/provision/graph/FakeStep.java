package dev.provision.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** A step of the {@link World}; its live resource is the text that is wanted. */
final class FakeStep implements ResourceStep<String> {
    private final World world;
    private final StepKey key;
    private final Set<StepKey> needs;
    private final Deque<Supplier<Readiness>> probes = new ArrayDeque<>();
    private final Deque<RuntimeException> deleteErrors = new ArrayDeque<>();
    private final List<Change> changes = new ArrayList<>();
    private final List<String> replaced = new ArrayList<>();
    private Optional<Throwable> createError = Optional.empty();
    private Runnable onFind = () -> {};
    private Runnable onCreate = () -> {};
    private Runnable onDelete = () -> {};
    private String service = "svc";
    private int seconds = 1;
    private boolean check;
    private Replacement replacement = Replacement.OLD_FIRST;

    FakeStep(World world, StepKey key, Set<StepKey> needs) {
        this.world = world;
        this.key = key;
        this.needs = Set.copyOf(needs);
    }

    static FakeStep of(World world, String name, String... needs) {
        return new FakeStep(
                world, key(name), Set.of(needs).stream().map(FakeStep::key).collect(Collectors.toSet()));
    }

    static StepKey key(String name) {
        return new StepKey("thing", name);
    }

    FakeStep probing(Readiness... answers) {
        for (Readiness answer : answers) {
            probes.add(() -> answer);
        }
        return this;
    }

    FakeStep probing(Supplier<Readiness> answer) {
        probes.add(answer);
        return this;
    }

    FakeStep failing(Throwable error) {
        createError = Optional.of(error);
        return this;
    }

    FakeStep onFind(Runnable action) {
        onFind = action;
        return this;
    }

    FakeStep onCreate(Runnable action) {
        onCreate = action;
        return this;
    }

    FakeStep onDelete(Runnable action) {
        onDelete = action;
        return this;
    }

    FakeStep deleteErrors(RuntimeException... errors) {
        deleteErrors.addAll(List.of(errors));
        return this;
    }

    FakeStep differing(Change... differences) {
        changes.addAll(List.of(differences));
        return this;
    }

    /** Another one can be made beside it, as was done for what is retired. */
    FakeStep newFirst(String... retired) {
        replacement = Replacement.NEW_FIRST;
        replaced.addAll(List.of(retired));
        return this;
    }

    FakeStep service(String name) {
        service = name;
        return this;
    }

    FakeStep seconds(int typical) {
        seconds = typical;
        return this;
    }

    FakeStep checking() {
        check = true;
        return this;
    }

    @Override
    public Replacement replacement() {
        return replacement;
    }

    @Override
    public List<String> retired() {
        return List.copyOf(replaced);
    }

    @Override
    public boolean onlyChecks() {
        return check;
    }

    @Override
    public StepKey key() {
        return key;
    }

    @Override
    public Set<StepKey> needs() {
        return needs;
    }

    @Override
    public Optional<String> find() {
        return call("find", () -> {
            onFind.run();
            return Optional.ofNullable(world.live.get(key));
        });
    }

    @Override
    public List<Change> changes(String live) {
        return List.copyOf(changes);
    }

    @Override
    public String create() {
        return call("create", () -> {
            onCreate.run();
            createError.ifPresent(FakeStep::raise);
            needs.stream()
                    .filter(need -> !world.live.containsKey(need))
                    .forEach(need -> world.violations.add(key + " was created before " + need));
            if (world.live.put(key, "live") != null) {
                world.violations.add(key + " was created twice");
            }
            return "live";
        });
    }

    @Override
    public String converge(String live, List<Change> differences) {
        return call("converge", () -> {
            changes.clear();
            return live;
        });
    }

    @Override
    public Readiness probe(String live) {
        return call(
                "probe",
                () -> probes.isEmpty() ? Readiness.ready() : probes.remove().get());
    }

    @Override
    public void delete(String live) {
        call("delete", () -> {
            onDelete.run();
            if (!deleteErrors.isEmpty()) {
                throw deleteErrors.remove();
            }
            if (!replaced.remove(live)) {
                changes.clear();
                world.live.remove(key);
            }
            return live;
        });
    }

    @Override
    public Set<String> actions() {
        return Set.of("svc:" + key.name());
    }

    /** Asked by a step's own thread when it is about to make a call. */
    @Override
    public String service() {
        world.callers.add(Thread.currentThread());
        return service;
    }

    @Override
    public int typicalSeconds() {
        return seconds;
    }

    private <T> T call(String verb, Supplier<T> body) {
        world.enter(service, verb + " " + key);
        try {
            return body.get();
        } finally {
            world.leave(service);
        }
    }

    private static void raise(Throwable error) {
        switch (error) {
            case RuntimeException unchecked -> throw unchecked;
            case Error fatal -> throw fatal;
            default -> throw new IllegalArgumentException(error);
        }
    }
}
