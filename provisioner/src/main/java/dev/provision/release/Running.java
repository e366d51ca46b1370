package dev.provision.release;

import dev.provision.aws.AwsConnection;
import dev.provision.aws.ecs.ServiceView;
import dev.provision.aws.ecs.ServiceWatch;
import dev.provision.aws.ecs.TaskDefinitionArn;
import dev.provision.aws.lambda.FunctionView;

/** Asks what a slot runs. */
final class Running {
    private final FunctionView functions;
    private final ServiceWatch services;
    private final ServiceView views;

    Running(AwsConnection connection) {
        this.functions = new FunctionView(connection);
        this.services = new ServiceWatch(connection);
        this.views = new ServiceView(connection);
    }

    /**
     * What a slot runs.
     *
     * @param runs the version of the function or the ARN of the task definition; an empty text where there is nothing
     * @param image its digest, {@code sha256:…}; an empty text where it is not known
     */
    record What(String runs, String image) {
        static What of(String runs, String uri) {
            return new What(runs, uri.contains("@") ? uri.substring(uri.indexOf('@') + 1) : "");
        }
    }

    What in(RouteSite site, SlotState slot) {
        return switch (slot.kind()) {
            case LAMBDA ->
                functions
                        .find(site.alias().function(), slot.slot().word())
                        .map(version -> What.of(version.version(), version.imageUri()))
                        .orElseGet(() -> new What("", ""));
            case FARGATE -> {
                String cluster = site.tasks().cluster();
                String service = site.tasks().services().get(slot.slot());
                String definition = services.find(cluster, service)
                        .map(ServiceWatch.Now::taskDefinition)
                        .map(TaskDefinitionArn::value)
                        .orElse("");
                yield views.find(cluster, service)
                        .map(tasks -> What.of(definition, tasks.image()))
                        .orElseGet(() -> new What("", ""));
            }
        };
    }

    /** How many tasks a slot has; 0 for a function. */
    int tasks(RouteSite site, SlotState slot) {
        return switch (slot.kind()) {
            case LAMBDA -> 0;
            case FARGATE ->
                services.find(site.tasks().cluster(), site.tasks().services().get(slot.slot()))
                        .map(ServiceWatch.Now::desired)
                        .orElse(0);
        };
    }
}
