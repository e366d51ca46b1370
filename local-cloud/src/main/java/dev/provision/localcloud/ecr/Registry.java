package dev.provision.localcloud.ecr;

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

    private final AuthorizationTokens tokens;
    private final RegistryManifests manifests;
    private final RegistryBlobs blobs;
    private final RegistryUploads uploads;

    Registry(AuthorizationTokens tokens, RegistryManifests manifests, RegistryBlobs blobs, RegistryUploads uploads) {
        this.tokens = tokens;
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
            manifests.catalog(request, response);
            return;
        }
        Matcher matcher = PATH.matcher(path);
        if (!matcher.matches()) {
            throw new RegistryError(404, "NAME_UNKNOWN", "there is nothing at " + path);
        }
        String name = matcher.group("name");
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
