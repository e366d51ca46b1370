package dev.provision.localcloud.ecr;

import dev.provision.localcloud.state.Account;
import dev.provision.localcloud.state.ControlPlane;
import dev.provision.localcloud.wire.AwsError;
import dev.provision.localcloud.wire.HttpRoutes;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The registry that clients push to and pull from: the OCI distribution protocol over the repositories of the API
 * (https://github.com/opencontainers/distribution-spec/blob/main/spec.md). As on ECR, a repository must have been created
 * before, and the user is {@code AWS} with the password of GetAuthorizationToken.
 */
public final class Registry implements HttpRoutes {
    /** The query parameter of a signed download address. */
    static final String SIGNATURE = "X-Amz-Signature";

    private static final Pattern PATH = Pattern.compile("/v2/(?<name>.+)/(?:(?<manifests>manifests)/(?<reference>[^/]+)"
            + "|blobs/(?<blob>[^/]+:[^/]+)|(?<uploads>blobs/uploads)/?(?<upload>[^/]*)"
            + "|(?<tags>tags/list)|referrers/(?<subject>[^/]+))");

    private final Account account;
    private final ControlPlane controlPlane;
    private final RegistryRights rights;
    private final AuthorizationTokens tokens;
    private final RegistryManifests manifests;
    private final RegistryBlobs blobs;
    private final RegistryUploads uploads;

    /** Who asks, and what he may do. */
    record Guard(Account account, ControlPlane controlPlane, RegistryRights rights, AuthorizationTokens tokens) {}

    Registry(Guard guard, RegistryManifests manifests, RegistryBlobs blobs, RegistryUploads uploads) {
        this.account = guard.account();
        this.controlPlane = guard.controlPlane();
        this.rights = guard.rights();
        this.tokens = guard.tokens();
        this.manifests = manifests;
        this.blobs = blobs;
        this.uploads = uploads;
    }

    @Override
    public String prefix() {
        return "/v2";
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) throws IOException {
        response.header("Docker-Distribution-Api-Version", "registry/2.0");
        try {
            authorize(request);
            route(request, response);
        } catch (AwsError refused) {
            send(response, RegistryError.of(refused));
        } catch (RegistryError refused) {
            send(response, refused);
        }
    }

    private void route(ServerRequest request, ServerResponse response) throws IOException {
        String path = request.prologue().uriPath().path();
        if (path.equals("/v2") || path.equals("/v2/")) {
            response.header(HeaderNames.CONTENT_TYPE.defaultCase(), "application/json");
            response.send("{}");
            return;
        }
        if (path.equals("/v2/_catalog")) {
            check("DescribeRepositories", "*", request);
            manifests.catalog(request, response);
            return;
        }
        Matcher matcher = PATH.matcher(path);
        if (!matcher.matches()) {
            throw new RegistryError(404, "NAME_UNKNOWN", "there is nothing at " + path);
        }
        String name = matcher.group("name");
        check(action(matcher, request), account.arn("ecr", "repository/" + name), request);
        if (matcher.group("manifests") != null) {
            manifests.handle(name, matcher.group("reference"), request, response);
        } else if (matcher.group("blob") != null) {
            blobs.handle(name, matcher.group("blob"), request, response);
        } else if (matcher.group("uploads") != null) {
            uploads.handle(name, matcher.group("upload"), request, response);
        } else if (matcher.group("tags") != null) {
            manifests.tags(name, request, response);
        } else {
            manifests.referrers(name, matcher.group("subject"), request, response);
        }
    }

    /** "Required IAM permissions for pushing an image" in the ECR guide, and the same for pulling. */
    private static String action(Matcher path, ServerRequest request) {
        String method = request.prologue().method().text();
        if (path.group("manifests") != null) {
            return switch (method) {
                case "PUT" -> "PutImage";
                case "DELETE" -> "BatchDeleteImage";
                default -> "BatchGetImage";
            };
        }
        if (path.group("blob") != null) {
            return method.equals("HEAD") ? "BatchCheckLayerAvailability" : "GetDownloadUrlForLayer";
        }
        if (path.group("uploads") != null) {
            return switch (method) {
                case "POST" -> "InitiateLayerUpload";
                case "PUT" -> "CompleteLayerUpload";
                default -> "UploadLayerPart";
            };
        }
        return path.group("tags") != null ? "ListImages" : "ListImageReferrers";
    }

    /** A signed address has been given to somebody who had the right. */
    private void check(String action, String resource, ServerRequest request) {
        if (!request.query().contains(SIGNATURE)) {
            controlPlane.run(() -> rights.check("ecr:" + action, resource));
        }
    }

    private void authorize(ServerRequest request) {
        AuthorizationTokens.Verdict verdict;
        if (request.query().contains(SIGNATURE) && request.prologue().method().equals(Method.GET)) {
            verdict = tokens.verify(
                    request.prologue().uriPath().path(), request.query().get(SIGNATURE));
        } else {
            verdict = request.headers()
                    .first(HeaderNames.AUTHORIZATION)
                    .map(tokens::check)
                    .orElse(AuthorizationTokens.Verdict.WRONG);
        }
        switch (verdict) {
            case VALID -> {}
            // As ECR words it.
            case EXPIRED ->
                throw new RegistryError(
                        403, "DENIED", "Your authorization token has expired. Reauthenticate and try again.");
            case WRONG -> throw new RegistryError(401, "UNAUTHORIZED", "Not Authorized");
        }
    }

    private static void send(ServerResponse response, RegistryError error) {
        if (error.status() == 401) {
            response.header(
                    HeaderNames.WWW_AUTHENTICATE.defaultCase(),
                    "Basic realm=\"local-cloud\",service=\"ecr.amazonaws.com\"");
        }
        response.header(HeaderNames.CONTENT_TYPE.defaultCase(), "application/json");
        response.status(error.status()).send(error.body());
    }

    static RegistryError unsupported(ServerRequest request) {
        return new RegistryError(
                405,
                "UNSUPPORTED",
                "The operation " + request.prologue().method().text() + " is not supported here.");
    }
}
