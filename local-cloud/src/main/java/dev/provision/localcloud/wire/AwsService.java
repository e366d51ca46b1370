package dev.provision.localcloud.wire;

/**
 * An AWS service. Its operations are its public methods that take one SDK request and return the matching SDK response;
 * the dispatcher finds them by that signature, and runs each under the control-plane lock unless it is marked
 * {@link Unlocked}. An operation without such a method is answered with AWS's own error for an unknown one.
 *
 * <p>An operation refuses a request by throwing {@link AwsError}.
 */
public interface AwsService {
    /** Which service this is, and how it is spoken to. */
    ServiceApi api();
}
