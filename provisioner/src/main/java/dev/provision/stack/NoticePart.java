package dev.provision.stack;

import dev.provision.aws.sns.TopicArn;
import dev.provision.aws.sns.TopicStep;
import dev.provision.aws.sns.TopicSteps;
import dev.provision.config.Environment;
import dev.provision.graph.Ref;
import dev.provision.graph.StepGraph;
import dev.provision.graph.StepKey;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The topics that alarms tell: the one that the user brings, the one that is made for an address, both or none. */
record NoticePart(Optional<Ref<TopicArn>> given, Optional<Ref<TopicStep.Live>> made) {
    static final StepKey MADE = new StepKey("topic", "alarms");

    static NoticePart add(StepGraph.Builder graph, TopicSteps steps, Environment environment) {
        return new NoticePart(
                environment
                        .alarms()
                        .topicArn()
                        .map(arn -> graph.add(steps.given(new StepKey("topic", "given"), new TopicArn(arn)))),
                environment
                        .alarms()
                        .email()
                        .map(email -> graph.add(
                                steps.topic(MADE, new TopicStep.Spec(new ResourceNames(environment).topic(), email)))));
    }

    /** The address, once the topic was looked at; empty while it is not subscribed. */
    Optional<AlarmMail> mail(String address) {
        return made.flatMap(Ref::live)
                .flatMap(topic -> topic.hears(address).map(confirmed -> new AlarmMail(address, confirmed)));
    }

    Set<StepKey> needs() {
        return Stream.of(given, made).flatMap(Optional::stream).map(Ref::key).collect(Collectors.toUnmodifiableSet());
    }

    /** The ARNs of the topics; empty while one does not exist. */
    Optional<Set<String>> topics() {
        Set<String> live = Stream.concat(
                        given.stream().flatMap(ref -> ref.live().stream()),
                        made.stream().flatMap(ref -> ref.live().stream()).map(TopicStep.Live::arn))
                .map(TopicArn::value)
                .collect(Collectors.toUnmodifiableSet());
        return live.size() == needs().size() ? Optional.of(live) : Optional.empty();
    }
}
