package dev.provision.aws;

import dev.provision.graph.ProvisionException.StepFailed;
import dev.provision.graph.StillInUse;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;

/**
 * One AWS service as its steps call it: the client, made on first use, and its errors in the engine's terms.
 *
 * @param <C> the SDK's client
 */
public final class Api<C> {
    /** "DryRunOperation" in the EC2 API reference: the call would have succeeded. */
    private static final String DRY_RUN = "DryRunOperation";

    private static final int ATTEMPTS = 5;
    private static final int MADE_ATTEMPTS = 15;
    private static final Duration LOST_ANSWER = Duration.ofSeconds(2);
    private static final Duration EVENTUALLY = Duration.ofSeconds(60);
    private final String service;
    private final Supplier<C> client;
    private final Supplier<C> carefulClient;
    private final Consistency consistency;
    private final Answers answers;

    /**
     * @param service as IAM actions name it, for example {@code elasticloadbalancing}
     * @param client repeats whatever may be repeated
     * @param carefulClient repeats a call only if it cannot have had an effect
     */
    Api(String service, Supplier<C> client, Supplier<C> carefulClient, Consistency consistency, Answers answers) {
        this.service = service;
        this.client = new Lazy<>(client);
        this.carefulClient = new Lazy<>(carefulClient);
        this.consistency = consistency;
        this.answers = answers;
    }

    /** The service as IAM actions name it. */
    public String service() {
        return service;
    }

    public <R> R call(Function<C, R> call) {
        return translated(() -> attempt(client, call));
    }

    /** A call whose answer is of no interest. */
    public void run(Consumer<C> call) {
        call(c -> {
            call.accept(c);
            return true;
        });
    }

    /** A question about something that may not exist. */
    public <R> Optional<R> find(Function<C, R> call) {
        return translated(() -> {
            try {
                return Optional.of(attempt(client, call));
            } catch (AwsRefused refused) {
                if (AwsErrors.gone(refused)) {
                    return Optional.empty();
                }
                throw refused;
            }
        });
    }

    /**
     * {@link #find}, where others ask the same: in a command that only looks it is asked once, and all get the one answer.
     *
     * @param question the request, by which the same is known
     */
    public <Q, R> Optional<R> findShared(Q question, BiFunction<C, Q, R> call) {
        return answers.to(question, () -> find(c -> call.apply(c, question)));
    }

    /** A call about things that were just made and that AWS may not know everywhere yet. */
    public <R> R settle(Function<C, R> call) {
        return settle(EVENTUALLY, AwsErrors::gone, call);
    }

    /** A call that is repeated for up to {@code bound} while its refusal is {@code passing}. */
    public <R> R settle(Duration bound, Predicate<AwsRefused> passing, Function<C, R> call) {
        return translated(() -> consistency.settle(bound, passing, () -> attempt(client, call)));
    }

    /**
     * Makes something that has a unique name. That it exists already is no error: a repeated call whose first answer was
     * lost finds what it made.
     *
     * @param exists the error code that says so
     */
    public void ensure(String exists, Consumer<C> call) {
        ensure(exists, EVENTUALLY, AwsErrors::gone, call);
    }

    /** {@link #ensure(String, Consumer)}, repeated for up to {@code bound} while its refusal is {@code passing}. */
    public void ensure(String exists, Duration bound, Predicate<AwsRefused> passing, Consumer<C> call) {
        translated(() -> {
            try {
                return consistency.settle(
                        bound,
                        passing,
                        () -> attempt(client, c -> {
                            call.accept(c);
                            return true;
                        }));
            } catch (AwsRefused refused) {
                if (refused.is(exists)) {
                    return true;
                }
                throw refused;
            }
        });
    }

    /**
     * Makes something that must not exist yet.
     *
     * @param exists the error code that says it does
     * @return whether this call made it; not so, too, if its first answer was lost and the repeated call found it
     */
    public boolean made(String exists, Consumer<C> call) {
        return translated(() -> {
            try {
                attempt(client, c -> {
                    call.accept(c);
                    return true;
                });
                return true;
            } catch (AwsRefused refused) {
                if (refused.is(exists)) {
                    return false;
                }
                throw refused;
            }
        });
    }

    /** Whether a call would be allowed that is made as a dry run, which AWS refuses in either case and does not carry out. */
    public boolean allowed(Consumer<C> dryRun) {
        return translated(() -> {
            try {
                attempt(client, c -> {
                    dryRun.accept(c);
                    return true;
                });
                return true;
            } catch (AwsRefused refused) {
                if (AwsErrors.denied(refused)) {
                    return false;
                }
                if (refused.is(DRY_RUN) || AwsErrors.gone(refused)) {
                    return true;
                }
                throw refused;
            }
        });
    }

    /** Something that was just made: looks until AWS describes it. */
    public <R> R made(String what, Supplier<Optional<R>> look) {
        for (int attempt = 1; attempt < MADE_ATTEMPTS; attempt++) {
            Optional<R> found = look.get();
            if (found.isPresent()) {
                return found.get();
            }
            consistency.pause(LOST_ANSWER);
        }
        return look.get().orElseThrow(() -> new IllegalStateException(what + " was made and is not described"));
    }

    /**
     * Creates something for which AWS has neither client token nor unique name, and never twice: before each attempt it
     * looks whether an earlier one, of this run or of one that was killed, had its effect.
     *
     * @param look finds it; asks AWS, not an inventory's memory
     */
    public <R> R createOnce(Supplier<Optional<R>> look, Function<C, R> create) {
        for (int attempt = 1; ; attempt++) {
            Optional<R> found = look.get();
            if (found.isPresent()) {
                return found.get();
            }
            try {
                return consistency.settle(EVENTUALLY, AwsErrors::gone, () -> attempt(carefulClient, create));
            } catch (AwsRefused refused) {
                if (!refused.outcomeUnknown() || attempt == ATTEMPTS) {
                    throw AwsErrors.translate(service, refused);
                }
            } catch (SdkClientException lost) {
                if (attempt == ATTEMPTS) {
                    throw unreachable(lost);
                }
            }
            consistency.pause(LOST_ANSWER);
        }
    }

    /**
     * Deletes, or does a part of it. What is gone already is no error.
     *
     * @throws StillInUse if something else stands in the way
     */
    public void delete(Consumer<C> call) {
        translated(() -> {
            try {
                attempt(client, c -> {
                    call.accept(c);
                    return true;
                });
            } catch (AwsRefused refused) {
                if (AwsErrors.inUse(refused)) {
                    throw new StillInUse(refused.getMessage(), refused);
                }
                if (!AwsErrors.gone(refused)) {
                    throw refused;
                }
            }
            return true;
        });
    }

    private static <C, R> R attempt(Supplier<C> client, Function<C, R> call) {
        try {
            return call.apply(client.get());
        } catch (AwsServiceException answer) {
            throw AwsRefused.of(answer);
        }
    }

    private <R> R translated(Supplier<R> call) {
        try {
            return call.get();
        } catch (AwsRefused refused) {
            throw AwsErrors.translate(service, refused);
        } catch (SdkClientException lost) {
            throw unreachable(lost);
        }
    }

    private StepFailed unreachable(SdkClientException lost) {
        return new StepFailed(
                Optional.empty(),
                "no usable answer from " + service + ": " + lost.getMessage(),
                "",
                "check the network and the region, then repeat the command",
                lost);
    }
}
