package dev.provision.localcloud.iam;

import dev.provision.localcloud.wire.AwsService;
import dev.provision.localcloud.wire.ServiceApi;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.iam.model.GetAccountSummaryRequest;
import software.amazon.awssdk.services.iam.model.GetAccountSummaryResponse;
import software.amazon.awssdk.services.iam.model.GetUserRequest;
import software.amazon.awssdk.services.iam.model.GetUserResponse;
import software.amazon.awssdk.services.iam.model.ListAccountAliasesRequest;
import software.amazon.awssdk.services.iam.model.ListAccountAliasesResponse;
import software.amazon.awssdk.services.iam.model.ListUsersRequest;
import software.amazon.awssdk.services.iam.model.ListUsersResponse;
import software.amazon.awssdk.services.iam.model.SummaryKeyType;
import software.amazon.awssdk.services.iam.model.User;

/** IAM's operations on the account, which has a root user and no other. */
final class AccountOperations implements AwsService {
    private final IamStore store;
    private final Instant created;

    AccountOperations(IamStore store, Instant created) {
        this.store = store;
        this.created = created;
    }

    @Override
    public ServiceApi api() {
        return Iam.API;
    }

    /** The root user, for a caller that does not name one. */
    public GetUserResponse getUser(GetUserRequest request) {
        Optional.ofNullable(request.userName()).ifPresent(name -> {
            throw IamStore.noSuchEntity("The user with name " + name + " cannot be found.");
        });
        User root = User.builder()
                .userId(store.account().id())
                .arn(store.account().globalArn("iam", "root"))
                .createDate(created)
                .build();
        return GetUserResponse.builder().user(root).build();
    }

    public ListUsersResponse listUsers(ListUsersRequest request) {
        return ListUsersResponse.builder().users(List.of()).isTruncated(false).build();
    }

    public ListAccountAliasesResponse listAccountAliases(ListAccountAliasesRequest request) {
        return ListAccountAliasesResponse.builder()
                .accountAliases(List.of())
                .isTruncated(false)
                .build();
    }

    public GetAccountSummaryResponse getAccountSummary(GetAccountSummaryRequest request) {
        long policies =
                store.policies().stream().filter(policy -> !policy.ofAws()).count();
        Map<SummaryKeyType, Integer> summary =
                Map.of(SummaryKeyType.USERS, 0, SummaryKeyType.GROUPS, 0, SummaryKeyType.POLICIES, (int) policies);
        return GetAccountSummaryResponse.builder().summaryMap(summary).build();
    }
}
