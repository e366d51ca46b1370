package dev.provision.localcloud.lambda;

import dev.provision.localcloud.wire.Answers;
import java.util.OptionalInt;
import software.amazon.awssdk.services.lambda.model.AccountLimit;
import software.amazon.awssdk.services.lambda.model.AccountUsage;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionConcurrencyRequest;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionConcurrencyResponse;
import software.amazon.awssdk.services.lambda.model.GetAccountSettingsRequest;
import software.amazon.awssdk.services.lambda.model.GetAccountSettingsResponse;
import software.amazon.awssdk.services.lambda.model.GetFunctionConcurrencyRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionConcurrencyResponse;
import software.amazon.awssdk.services.lambda.model.PutFunctionConcurrencyRequest;
import software.amazon.awssdk.services.lambda.model.PutFunctionConcurrencyResponse;

/** Reserved concurrency, and the limits of the account. */
final class Concurrency extends LambdaApi {
    /** What has to stay unreserved; in a new account, whose limit is lower, that is all there is. */
    private static final int LEAST_UNRESERVED = 100;

    private final FunctionStore store;
    private final int accountLimit;

    Concurrency(FunctionStore store, int accountLimit) {
        this.store = store;
        this.accountLimit = accountLimit;
    }

    /** What functions without a reserve share: neither reserved nor provisioned. */
    int unreserved() {
        return accountLimit - store.all().stream().mapToInt(Concurrency::taken).sum();
    }

    private static int taken(Function function) {
        return Math.max(function.reserved().orElse(0), function.provisionedTotal());
    }

    /** @throws dev.provision.localcloud.wire.AwsError if {@code more} would take what has to stay unreserved */
    void checkRoom(int more, String what) {
        int least = Math.min(LEAST_UNRESERVED, accountLimit);
        if (more > 0 && unreserved() - more < least) {
            throw LambdaErrors.invalidParameter("Specified " + what + " for function decreases account's"
                    + " UnreservedConcurrentExecution below its minimum value of [" + least + "].");
        }
    }

    public PutFunctionConcurrencyResponse putFunctionConcurrency(PutFunctionConcurrencyRequest request) {
        Function function = function(request.functionName());
        Integer reserved = request.reservedConcurrentExecutions();
        if (reserved == null || reserved < 0) {
            throw LambdaErrors.validation(
                    "reservedConcurrentExecutions", reserved, "Member must have value greater than or equal to 0");
        }
        if (reserved < function.provisionedTotal()) {
            throw LambdaErrors.invalidParameter("ReservedConcurrentExecutions for function should not be lower than"
                    + " function's total provisioned concurrency [" + function.provisionedTotal() + "].");
        }
        checkRoom(reserved - taken(function), "ReservedConcurrentExecutions");
        function.reserved(OptionalInt.of(reserved));
        return PutFunctionConcurrencyResponse.builder()
                .reservedConcurrentExecutions(reserved)
                .build();
    }

    public GetFunctionConcurrencyResponse getFunctionConcurrency(GetFunctionConcurrencyRequest request) {
        GetFunctionConcurrencyResponse.Builder response = GetFunctionConcurrencyResponse.builder();
        function(request.functionName()).reserved().ifPresent(response::reservedConcurrentExecutions);
        return response.build();
    }

    @Answers(204)
    public DeleteFunctionConcurrencyResponse deleteFunctionConcurrency(DeleteFunctionConcurrencyRequest request) {
        function(request.functionName()).reserved(OptionalInt.empty());
        return DeleteFunctionConcurrencyResponse.builder().build();
    }

    public GetAccountSettingsResponse getAccountSettings(GetAccountSettingsRequest request) {
        return GetAccountSettingsResponse.builder()
                .accountLimit(AccountLimit.builder()
                        .totalCodeSize(80_530_636_800L)
                        .codeSizeUnzipped(262_144_000L)
                        .codeSizeZipped(52_428_800L)
                        .concurrentExecutions(accountLimit)
                        .unreservedConcurrentExecutions(unreserved())
                        .build())
                .accountUsage(AccountUsage.builder()
                        .totalCodeSize(0L)
                        .functionCount((long) store.all().size())
                        .build())
                .build();
    }

    private Function function(String name) {
        return store.require(FunctionRef.of(name).name());
    }
}
