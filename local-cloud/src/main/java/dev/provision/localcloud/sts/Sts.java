package dev.provision.localcloud.sts;

import dev.provision.localcloud.iam.Iam;
import dev.provision.localcloud.iam.Principal;
import dev.provision.localcloud.iam.RoleSession;
import dev.provision.localcloud.state.Account;
import dev.provision.localcloud.sts.Sessions.Session;
import dev.provision.localcloud.time.CloudTime;
import dev.provision.localcloud.wire.AwsError;
import dev.provision.localcloud.wire.AwsService;
import dev.provision.localcloud.wire.Call;
import dev.provision.localcloud.wire.ServiceApi;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.AssumedRoleUser;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.GetAccessKeyInfoRequest;
import software.amazon.awssdk.services.sts.model.GetAccessKeyInfoResponse;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityRequest;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;
import software.amazon.awssdk.services.sts.model.GetSessionTokenRequest;
import software.amazon.awssdk.services.sts.model.GetSessionTokenResponse;

/** STS. */
public final class Sts implements AwsService {
    private static final int HOUR = 3600;
    private final Account account;
    private final CloudTime time;
    private final Iam iam;
    private final String caller;
    private final Sessions sessions = new Sessions();

    /** @param caller the ARN of who does not use the credentials of a session */
    public Sts(Account account, CloudTime time, Iam iam, String caller) {
        this.account = account;
        this.time = time;
        this.iam = iam;
        this.caller = caller;
    }

    @Override
    public ServiceApi api() {
        return new ServiceApi(
                "sts", ServiceApi.Protocol.AWS_QUERY, "2011-06-15", "https://sts.amazonaws.com/doc/2011-06-15/");
    }

    public GetCallerIdentityResponse getCallerIdentity(GetCallerIdentityRequest request) {
        Optional<Session> session = session();
        return GetCallerIdentityResponse.builder()
                .account(account.id())
                .arn(session.map(Session::arn).orElse(caller))
                .userId(session.map(Session::userId).orElse(account.id()))
                .build();
    }

    private Optional<Session> session() {
        return Call.current().flatMap(call -> sessions.find(call.accessKey(), time.now()));
    }

    public AssumeRoleResponse assumeRole(AssumeRoleRequest request) {
        required("roleArn", request.roleArn());
        required("roleSessionName", request.roleSessionName());
        if (!request.roleSessionName().matches("[\\w+=,.@-]{2,64}")) {
            throw invalid(
                    request.roleSessionName(),
                    "roleSessionName",
                    "Member must satisfy regular expression pattern: [\\w+=,.@-]*");
        }
        int seconds = seconds(request.durationSeconds(), 12 * HOUR);
        String assuming = session().map(Session::roleArn).orElse(caller);
        Map<String, String> context = new HashMap<>();
        Optional.ofNullable(request.externalId()).ifPresent(id -> context.put("sts:ExternalId", id));
        boolean allowed = iam.mayAssume(new Principal.Identity(assuming), request.roleArn(), context);
        Iam.Assumable role = iam.assumable(request.roleArn())
                .filter(_ -> allowed)
                .orElseThrow(() -> new AwsError(
                        "AccessDenied",
                        403,
                        "User: " + assuming + " is not authorized to perform: sts:AssumeRole on resource: "
                                + request.roleArn()));
        if (seconds > role.maxSessionSeconds()) {
            throw AwsError.badRequest(
                    "ValidationError",
                    "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
        }
        return response(request, role, seconds);
    }

    private AssumeRoleResponse response(AssumeRoleRequest request, Iam.Assumable role, int seconds) {
        String name = role.roleName() + "/" + request.roleSessionName();
        String arn = account.globalArn("sts", "assumed-role/" + name);
        String userId = role.roleId() + ":" + request.roleSessionName();
        Session session = new Session(request.roleArn(), arn, userId, expiry(seconds));
        return AssumeRoleResponse.builder()
                .credentials(sessions.open(session))
                .assumedRoleUser(
                        AssumedRoleUser.builder().arn(arn).assumedRoleId(userId).build())
                .build();
    }

    /**
     * What the environment of a process holds that acts for a role: credentials of a session, and where the SDKs find this
     * cloud. Under the control-plane lock.
     *
     * @param endpoint of this cloud
     */
    public Map<String, String> processVariables(String roleArn, String sessionName, String endpoint) {
        String name = roleArn.substring(roleArn.lastIndexOf('/') + 1) + "/" + sessionName;
        String id = iam.assumable(roleArn).map(Iam.Assumable::roleId).orElse("");
        Credentials credentials = sessions.open(new Session(
                roleArn, account.globalArn("sts", "assumed-role/" + name), id + ":" + sessionName, expiry(12 * HOUR)));
        return Map.of(
                "AWS_ACCESS_KEY_ID", credentials.accessKeyId(),
                "AWS_SECRET_ACCESS_KEY", credentials.secretAccessKey(),
                "AWS_SESSION_TOKEN", credentials.sessionToken(),
                "AWS_ENDPOINT_URL", endpoint);
    }

    /** Whose credentials those of an access key are; empty if they are no role's. Under the control-plane lock. */
    public Optional<RoleSession> sessionOf(String accessKey) {
        return sessions.find(accessKey, time.now()).map(session -> new RoleSession(session.roleArn(), session.arn()));
    }

    public GetSessionTokenResponse getSessionToken(GetSessionTokenRequest request) {
        Instant expires = expiry(seconds(request.durationSeconds(), 36 * HOUR));
        return GetSessionTokenResponse.builder()
                .credentials(Sessions.credentials(expires))
                .build();
    }

    public GetAccessKeyInfoResponse getAccessKeyInfo(GetAccessKeyInfoRequest request) {
        required("accessKeyId", request.accessKeyId());
        return GetAccessKeyInfoResponse.builder().account(account.id()).build();
    }

    private Instant expiry(int seconds) {
        // AWS gives whole seconds.
        return Instant.ofEpochSecond(time.now().getEpochSecond() + seconds);
    }

    private static int seconds(Integer asked, int most) {
        int seconds = Optional.ofNullable(asked).orElse(HOUR);
        if (seconds < 900) {
            throw invalid(
                    Integer.toString(seconds),
                    "durationSeconds",
                    "Member must have value greater than or equal to 900");
        }
        if (seconds > most) {
            throw invalid(
                    Integer.toString(seconds),
                    "durationSeconds",
                    "Member must have value less than or equal to " + most);
        }
        return seconds;
    }

    private static void required(String member, String value) {
        if (value == null) {
            throw AwsError.badRequest(
                    "ValidationError",
                    "1 validation error detected: Value null at '" + member
                            + "' failed to satisfy constraint: Member must not be null");
        }
    }

    private static AwsError invalid(String value, String member, String constraint) {
        return AwsError.badRequest(
                "ValidationError",
                "1 validation error detected: Value '" + value + "' at '" + member + "' failed to satisfy constraint: "
                        + constraint);
    }
}
