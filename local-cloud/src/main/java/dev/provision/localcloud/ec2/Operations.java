package dev.provision.localcloud.ec2;

import dev.provision.localcloud.wire.AwsService;
import dev.provision.localcloud.wire.ServiceApi;

/** The operations of one kind of resource: a part of EC2's API. */
interface Operations extends AwsService {
    ServiceApi API = new ServiceApi(
            "ec2", ServiceApi.Protocol.EC2_QUERY, "2016-11-15", "http://ec2.amazonaws.com/doc/2016-11-15/");

    @Override
    default ServiceApi api() {
        return API;
    }
}
