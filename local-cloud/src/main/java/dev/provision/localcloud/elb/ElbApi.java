package dev.provision.localcloud.elb;

import dev.provision.localcloud.wire.AwsService;
import dev.provision.localcloud.wire.ServiceApi;

/** Elastic Load Balancing v2; its operations are spread over several classes. */
interface ElbApi extends AwsService {
    @Override
    default ServiceApi api() {
        return new ServiceApi(
                "elasticloadbalancing",
                ServiceApi.Protocol.AWS_QUERY,
                "2015-12-01",
                "http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/");
    }
}
