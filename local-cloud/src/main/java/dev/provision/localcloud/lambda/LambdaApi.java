package dev.provision.localcloud.lambda;

import dev.provision.localcloud.wire.AwsService;
import dev.provision.localcloud.wire.ServiceApi;
import dev.provision.localcloud.wire.ServiceApi.Protocol;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;

/** One of the classes that together are the Lambda service. */
abstract class LambdaApi implements AwsService {
    private static final ServiceApi API = new ServiceApi("lambda", Protocol.REST_JSON, "", "");

    @Override
    public final ServiceApi api() {
        return API;
    }

    /**
     * Copies the members that two shapes both have: Lambda answers many operations with a configuration under another
     * name.
     *
     * @param to a builder, which is returned
     */
    static <B extends SdkPojo> B copy(SdkPojo from, B to) {
        for (SdkField<?> source : from.sdkFields()) {
            SdkField<?> target = to.sdkFieldNameToField().get(source.locationName());
            if (target != null) {
                target.set(to, source.getValueOrDefault(from));
            }
        }
        return to;
    }
}
