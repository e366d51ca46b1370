package dev.provision.aws.doctor;

import dev.provision.aws.Api;
import dev.provision.aws.AwsConnection;
import dev.provision.aws.KnownQuota;
import dev.provision.aws.network.Ec2Tags;
import dev.provision.graph.ProvisionException.PermissionMissing;
import dev.provision.graph.ProvisionException.StepFailed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Address;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.Vpc;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.AccountLimit;
import software.amazon.awssdk.services.servicequotas.ServiceQuotasClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/** Whether the account can hold what an environment needs, by its quotas and what is used of them. Makes nothing. */
public final class AccountCheck {
    private final Api<StsClient> sts;
    private final Api<Ec2Client> ec2;
    private final Api<LambdaClient> lambda;
    private final Api<ServiceQuotasClient> quotas;

    public AccountCheck(AwsConnection connection) {
        this.sts = connection.api("sts", StsClient::builder);
        this.ec2 = connection.api("ec2", Ec2Client::builder);
        this.lambda = connection.api("lambda", LambdaClient::builder);
        this.quotas = connection.api("servicequotas", ServiceQuotasClient::builder);
    }

    /**
     * What an environment needs.
     *
     * @param prefix of its names, by which what it has already is told from what others have
     * @param vpcs that it makes
     * @param addresses elastic IPs that it makes
     * @param taskCpu units of CPU of all tasks at once, 1024 to a vCPU; twice that while a new version takes over
     * @param reserved instances reserved for or kept warm by functions
     */
    public record Needs(String prefix, int vpcs, int addresses, int taskCpu, OptionalInt reserved) {}

    /** Everything that is looked at, good or not. */
    public List<Finding> findings(Needs needs) {
        List<Finding> findings = new ArrayList<>();
        GetCallerIdentityResponse caller = sts.call(StsClient::getCallerIdentity);
        findings.add(Finding.good("credentials", caller.arn() + " in account " + caller.account()));
        findings.add(room("VPCs", KnownQuota.VPCS, others(vpcs(), needs.prefix()), needs.vpcs()));
        findings.add(room(
                "elastic IP addresses", KnownQuota.ADDRESSES, others(addresses(), needs.prefix()), needs.addresses()));
        if (needs.taskCpu() > 0) {
            findings.add(fargate(needs.taskCpu()));
        }
        needs.reserved().ifPresent(wanted -> findings.add(concurrency(wanted)));
        return findings;
    }

    private List<List<Tag>> vpcs() {
        return ec2.call(
                c -> c.describeVpcsPaginator().vpcs().stream().map(Vpc::tags).toList());
    }

    private List<List<Tag>> addresses() {
        return ec2.call(c ->
                c.describeAddresses().addresses().stream().map(Address::tags).toList());
    }

    /** How many there are that the environment has not made itself. */
    private static int others(List<List<Tag>> all, String prefix) {
        return (int) all.stream()
                .map(Ec2Tags::map)
                .filter(tags -> !tags.getOrDefault("Name", "").startsWith(prefix + "-"))
                .count();
    }

    private Finding room(String what, KnownQuota of, int used, int needed) {
        return quota(of)
                .map(most -> {
                    String words = used + " of " + (int) Math.floor(most) + " " + what + " are used by others, "
                            + needed + " needed";
                    return used + needed <= most
                            ? Finding.good(what, words)
                            : Finding.bad(what, words + "; release some, or ask for more: " + of.request());
                })
                .orElseGet(() -> Finding.good(what, used + " are used by others; the quota is not told"));
    }

    private Finding fargate(int cpu) {
        double needed = 2 * cpu / 1024.0;
        String what = "Fargate vCPUs";
        return quota(KnownQuota.FARGATE_VCPUS)
                .map(most -> needed <= most
                        ? Finding.good(what, needed + " of " + most + " are needed while a new version takes over")
                        : Finding.bad(
                                what,
                                needed + " are needed while a new version takes over with maxInstances, and "
                                        + most + " are allowed; lower maxInstances, or ask for more: "
                                        + KnownQuota.FARGATE_VCPUS.request()))
                .orElseGet(() -> Finding.good(what, needed + " are needed; the quota is not told"));
    }

    /** Empty where it is not told: a caller without the right to ask is not to be stopped by that. */
    private Optional<Double> quota(KnownQuota of) {
        try {
            return quotas.find(
                    c -> c.getServiceQuota(r -> r.serviceCode(of.service()).quotaCode(of.code()))
                            .quota()
                            .value());
        } catch (PermissionMissing | StepFailed untold) {
            return Optional.empty();
        }
    }

    /** Some must stay unreserved: 100, or all of the 10 that a new account has ("Lambda quotas"). */
    private Finding concurrency(int wanted) {
        AccountLimit limit = lambda.call(LambdaClient::getAccountSettings).accountLimit();
        int most = limit.concurrentExecutions();
        int floor = Math.min(100, most);
        String what = "Lambda concurrency";
        return wanted <= most - floor
                ? Finding.good(what, wanted + " to be reserved or kept warm, of " + most)
                : Finding.bad(
                        what,
                        wanted + " are to be reserved or kept warm, and of the account's " + most + " only "
                                + (most - floor)
                                + " can be: lower reservedConcurrency and provisionedConcurrency, or ask for more: "
                                + KnownQuota.CONCURRENCY.request());
    }
}
