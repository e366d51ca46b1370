package dev.provision.aws.doctor;

import dev.provision.aws.Api;
import dev.provision.aws.AwsConnection;
import dev.provision.aws.KnownQuota;
import dev.provision.aws.Owner;
import dev.provision.aws.lambda.FunctionView;
import dev.provision.aws.network.Ec2Tags;
import dev.provision.graph.ProvisionException.PermissionMissing;
import dev.provision.graph.ProvisionException.StepFailed;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.VpcCidrBlockAssociation;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.AccountLimit;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/** Whether the account can hold what an environment needs, by its quotas and what is used of them. Makes nothing. */
public final class AccountCheck {
    /** Instances that accounts are allowed as a rule; new ones begin with 10 ("Lambda quotas"). */
    private static final int USUAL = 1000;

    private static final String CONCURRENCY = "Lambda concurrency";

    private final Owner owner;
    private final FunctionView functions;
    private final Api<StsClient> sts;
    private final Api<Ec2Client> ec2;
    private final Api<LambdaClient> lambda;
    private final QuotaReader quotas;

    /** @param owner of what is not counted as others' */
    public AccountCheck(AwsConnection connection, Owner owner) {
        this.owner = owner;
        this.functions = new FunctionView(connection);
        this.sts = connection.api("sts", StsClient::builder);
        this.ec2 = connection.api("ec2", Ec2Client::builder);
        this.lambda = connection.api("lambda", LambdaClient::builder);
        this.quotas = new QuotaReader(connection);
    }

    /**
     * A VPC of somebody else.
     *
     * @param ranges of its addresses
     */
    public record OtherVpc(String id, List<String> ranges) {}

    /** Who asks. */
    public Finding caller() {
        GetCallerIdentityResponse caller = sts.call(StsClient::getCallerIdentity);
        return Finding.good("credentials", caller.arn() + " in account " + caller.account());
    }

    /** Whether there is room for the VPCs, of which {@link #otherVpcs} are there. */
    public Finding vpcs(List<OtherVpc> others, int needed) {
        return room("VPCs", KnownQuota.VPCS, others.size(), needed);
    }

    /** The VPCs that the environment has not made itself. */
    public List<OtherVpc> otherVpcs() {
        return ec2.call(c -> c.describeVpcsPaginator().vpcs().stream()
                .filter(vpc -> others(vpc.tags()))
                .map(vpc -> new OtherVpc(
                        vpc.vpcId(),
                        Stream.concat(
                                        Stream.of(vpc.cidrBlock()),
                                        vpc.cidrBlockAssociationSet().stream().map(VpcCidrBlockAssociation::cidrBlock))
                                .distinct()
                                .toList()))
                .toList());
    }

    /** @param needed elastic IPs that the environment makes */
    public Finding addresses(int needed) {
        long used = ec2.call(c -> c.describeAddresses().addresses().stream()
                .filter(address -> others(address.tags()))
                .count());
        return room("elastic IP addresses", KnownQuota.ADDRESSES, (int) used, needed);
    }

    private boolean others(List<Tag> tags) {
        return !owner.owns(Ec2Tags.map(tags));
    }

    private Finding room(String what, KnownQuota of, int used, int needed) {
        return quotas.find(of)
                .map(quota -> {
                    double most = quota.value();
                    String words = used + " of " + (int) Math.floor(most) + " " + what + " are used by others, "
                            + needed + " needed";
                    return used + needed <= most
                            ? Finding.good(what, words)
                            : Finding.bad(what, words + "; release some, or ask for more: " + of.request());
                })
                .orElseGet(() -> Finding.good(what, used + " are used by others; the quota is not told"));
    }

    /** A note where the account allows functions, which reserve nothing, fewer instances than usual. */
    public Optional<Finding> fewInstances() {
        try {
            int most =
                    lambda.call(LambdaClient::getAccountSettings).accountLimit().concurrentExecutions();
            return most >= USUAL
                    ? Optional.empty()
                    : Optional.of(Finding.note(
                            CONCURRENCY,
                            "the account allows " + most
                                    + " instances of all its functions at once, and requests beyond that"
                                    + " get 502; ask for more: " + KnownQuota.CONCURRENCY.request()));
        } catch (PermissionMissing | StepFailed untold) {
            return Optional.empty();
        }
    }

    private int taken(Map<String, List<String>> own) {
        return own.entrySet().stream()
                .mapToInt(function -> functions.taken(function.getKey(), function.getValue()))
                .sum();
    }

    /**
     * Some must stay unreserved: 100, or all of the 10 that a new account has ("Lambda quotas").
     *
     * @param wanted instances reserved for or kept warm by functions
     * @param own the functions, as far as they exist, each with its aliases
     */
    public Finding concurrency(int wanted, Map<String, List<String>> own) {
        AccountLimit limit = lambda.call(LambdaClient::getAccountSettings).accountLimit();
        int most = limit.concurrentExecutions();
        int floor = Math.min(100, most);
        int unreserved =
                Optional.ofNullable(limit.unreservedConcurrentExecutions()).orElse(most);
        int others = Math.max(0, most - unreserved - taken(own));
        int room = Math.max(0, most - floor - others);
        String used = others > 0 ? ", of which others have " + others : "";
        return wanted <= room
                ? Finding.good(CONCURRENCY, wanted + " to be reserved or kept warm, of " + most + used)
                : Finding.bad(
                        CONCURRENCY,
                        wanted + " are to be reserved or kept warm, and only " + room + " can be of the account's "
                                + most
                                + used + ": lower reservedConcurrency and provisionedConcurrency, or ask for more: "
                                + KnownQuota.CONCURRENCY.request());
    }
}
