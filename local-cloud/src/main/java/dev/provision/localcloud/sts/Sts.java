package dev.provision.localcloud.sts;

import dev.provision.localcloud.state.Account;
import dev.provision.localcloud.wire.AwsService;
import dev.provision.localcloud.wire.ServiceApi;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityRequest;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/** The Security Token Service. */
public final class Sts implements AwsService {
    private final Account account;

    public Sts(Account account) {
        this.account = account;
    }

    @Override
    public ServiceApi api() {
        return new ServiceApi(
                "sts", ServiceApi.Protocol.AWS_QUERY, "2011-06-15", "https://sts.amazonaws.com/doc/2011-06-15/");
    }

    public GetCallerIdentityResponse getCallerIdentity(GetCallerIdentityRequest request) {
        return GetCallerIdentityResponse.builder()
                .account(account.id())
                .arn(account.globalArn("iam", "root"))
                .userId(account.id())
                .build();
    }
}
