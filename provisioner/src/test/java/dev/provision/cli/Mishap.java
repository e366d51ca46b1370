package dev.provision.cli;

import dev.provision.localcloud.fault.Injection;
import dev.provision.localcloud.wire.AwsError;
import dev.provision.localcloud.wire.Fault;
import java.util.Locale;

/** What happens to one call. */
enum Mishap {
    /** The process ends right after the call took effect, before its answer was used: nothing comes through any more. */
    KILL,
    /** The call takes effect and its answer is lost. */
    LOST_ANSWER,
    /** The call is refused, as one of too many. */
    THROTTLE,
    /** AWS fails and says so; the call had no effect. */
    ERROR_500,
    /** AWS fails and says so; the call took effect all the same. */
    ERROR_500_AFTER_EFFECT,
    /** AWS does not know everywhere yet what was just made. */
    NOT_KNOWN_YET;

    Fault fault(String service, String operation) {
        return switch (this) {
            case KILL -> new Fault.Discarded(killed());
            case LOST_ANSWER -> new Fault.LostAnswer();
            case THROTTLE -> Injection.throttling(service);
            case ERROR_500 -> new Fault.Refusal(internal(service));
            case ERROR_500_AFTER_EFFECT -> new Fault.Discarded(internal(service));
            case NOT_KNOWN_YET -> new Fault.Refusal(notKnown(service, operation));
        };
    }

    static AwsError killed() {
        return new AwsError("ProcessKilled", 400, "Nobody is there to get this answer.");
    }

    private static AwsError internal(String service) {
        return new AwsError(service.equals("ec2") ? "InternalError" : "InternalFailure", 500, "An internal error.");
    }

    private static AwsError notKnown(String service, String operation) {
        return switch (service) {
            case "ec2" -> AwsError.badRequest("InvalidID.NotFound", "The ID does not exist.");
            case "iam" -> new AwsError("NoSuchEntity", 404, "The entity cannot be found.");
            case "elasticloadbalancing" ->
                AwsError.badRequest("TargetGroupNotFound", "One or more target groups not found.");
            case "ecs" ->
                operation.equals("CreateService")
                        ? AwsError.badRequest(
                                "InvalidParameterException", "Unable to assume the service linked role. Please verify.")
                        : AwsError.badRequest("ClusterNotFoundException", "Cluster not found.");
            case "ecr" -> AwsError.badRequest("RepositoryNotFoundException", "The repository does not exist.");
            case "application-autoscaling" -> AwsError.badRequest("ObjectNotFoundException", "No such target.");
            case "lambda" ->
                operation.equals("CreateFunction")
                        ? AwsError.badRequest(
                                "InvalidParameterValueException",
                                "The role defined for the function cannot be assumed by Lambda.")
                        : new AwsError("ResourceNotFoundException", 404, "Function not found.");
            default -> AwsError.badRequest("ResourceNotFoundException", "It does not exist.");
        };
    }

    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
