package dev.provision.localcloud.ecr;

import static dev.provision.localcloud.wire.AwsError.badRequest;

import dev.provision.localcloud.state.ControlPlane;
import dev.provision.localcloud.time.CloudTime;
import dev.provision.localcloud.wire.AwsError;
import dev.provision.localcloud.wire.AwsService;
import dev.provision.localcloud.wire.ServiceApi;
import dev.provision.localcloud.wire.Unlocked;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ecr.model.AuthorizationData;
import software.amazon.awssdk.services.ecr.model.BatchCheckLayerAvailabilityRequest;
import software.amazon.awssdk.services.ecr.model.BatchCheckLayerAvailabilityResponse;
import software.amazon.awssdk.services.ecr.model.CompleteLayerUploadRequest;
import software.amazon.awssdk.services.ecr.model.CompleteLayerUploadResponse;
import software.amazon.awssdk.services.ecr.model.GetAuthorizationTokenRequest;
import software.amazon.awssdk.services.ecr.model.GetAuthorizationTokenResponse;
import software.amazon.awssdk.services.ecr.model.GetDownloadUrlForLayerRequest;
import software.amazon.awssdk.services.ecr.model.GetDownloadUrlForLayerResponse;
import software.amazon.awssdk.services.ecr.model.InitiateLayerUploadRequest;
import software.amazon.awssdk.services.ecr.model.InitiateLayerUploadResponse;
import software.amazon.awssdk.services.ecr.model.Layer;
import software.amazon.awssdk.services.ecr.model.LayerAvailability;
import software.amazon.awssdk.services.ecr.model.LayerFailure;
import software.amazon.awssdk.services.ecr.model.LayerFailureCode;
import software.amazon.awssdk.services.ecr.model.UploadLayerPartRequest;
import software.amazon.awssdk.services.ecr.model.UploadLayerPartResponse;

/** The ECR API as far as it is about layers, and about the way into the registry. */
public final class EcrLayers implements AwsService {
    private static final long PART_SIZE = 10 << 20;
    private static final Duration DOWNLOAD = Duration.ofHours(1);

    private final Repositories repositories;
    private final BlobStore blobs;
    private final Uploads uploads;
    private final AuthorizationTokens tokens;
    private final ControlPlane controlPlane;
    private final CloudTime time;
    private final String registryHost;

    EcrLayers(
            Repositories repositories,
            BlobStore blobs,
            Uploads uploads,
            AuthorizationTokens tokens,
            ControlPlane controlPlane,
            CloudTime time,
            String registryHost) {
        this.repositories = repositories;
        this.blobs = blobs;
        this.uploads = uploads;
        this.tokens = tokens;
        this.controlPlane = controlPlane;
        this.time = time;
        this.registryHost = registryHost;
    }

    @Override
    public ServiceApi api() {
        return EcrRepositories.API;
    }

    public GetAuthorizationTokenResponse getAuthorizationToken(GetAuthorizationTokenRequest request) {
        Instant end = time.now().plus(AuthorizationTokens.LIFETIME);
        return GetAuthorizationTokenResponse.builder()
                .authorizationData(AuthorizationData.builder()
                        .authorizationToken(tokens.issue(end))
                        .expiresAt(end)
                        .proxyEndpoint("http://" + registryHost)
                        .build())
                .build();
    }

    public BatchCheckLayerAvailabilityResponse batchCheckLayerAvailability(BatchCheckLayerAvailabilityRequest request) {
        StoredRepository repository = repositories.in(request.registryId(), request.repositoryName());
        List<Layer> layers = new ArrayList<>();
        List<LayerFailure> failures = new ArrayList<>();
        for (String digest : request.layerDigests()) {
            if (Digests.valid(digest)) {
                layers.add(layer(repository, digest));
            } else {
                failures.add(LayerFailure.builder()
                        .layerDigest(digest)
                        .failureCode(LayerFailureCode.INVALID_LAYER_DIGEST)
                        .failureReason("Invalid layer digest")
                        .build());
            }
        }
        return BatchCheckLayerAvailabilityResponse.builder()
                .layers(layers)
                .failures(failures)
                .build();
    }

    public GetDownloadUrlForLayerResponse getDownloadUrlForLayer(GetDownloadUrlForLayerRequest request) {
        StoredRepository repository = repositories.in(request.registryId(), request.repositoryName());
        String digest = Optional.ofNullable(request.layerDigest()).orElse("");
        if (!repository.hasBlob(digest)) {
            throw badRequest(
                    "LayersNotFoundException",
                    "The layer with digest '" + digest + "' does not exist in the repository with name '"
                            + repository.name() + "' in the registry with id '" + registryId() + "'");
        }
        String path = "/v2/" + repository.name() + "/blobs/" + digest;
        String signature = tokens.sign(path, time.now().plus(DOWNLOAD));
        return GetDownloadUrlForLayerResponse.builder()
                .layerDigest(digest)
                .downloadUrl("http://" + registryHost + path + "?" + Registry.SIGNATURE + "="
                        + URLEncoder.encode(signature, StandardCharsets.UTF_8))
                .build();
    }

    @Unlocked
    public InitiateLayerUploadResponse initiateLayerUpload(InitiateLayerUploadRequest request) {
        controlPlane.run(() -> repositories.in(request.registryId(), request.repositoryName()));
        return InitiateLayerUploadResponse.builder()
                .uploadId(uploads.begin(request.repositoryName()).id())
                .partSize(PART_SIZE)
                .build();
    }

    @Unlocked
    public UploadLayerPartResponse uploadLayerPart(UploadLayerPartRequest request) {
        Upload upload = upload(request.registryId(), request.repositoryName(), request.uploadId());
        long first = Optional.ofNullable(request.partFirstByte()).orElse(-1L);
        boolean appended;
        try {
            appended = upload.append(first, request.layerPartBlob().asInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!appended) {
            throw badRequest(
                    "InvalidLayerPartException",
                    "Layer part with first byte " + first + " is not consecutive: the last byte received is "
                            + (upload.size() - 1));
        }
        return UploadLayerPartResponse.builder()
                .registryId(registryId())
                .repositoryName(request.repositoryName())
                .uploadId(upload.id())
                .lastByteReceived(upload.size() - 1)
                .build();
    }

    @Unlocked
    public CompleteLayerUploadResponse completeLayerUpload(CompleteLayerUploadRequest request) {
        Upload upload = upload(request.registryId(), request.repositoryName(), request.uploadId());
        String digest = request.layerDigests().stream().findFirst().orElse("");
        if (upload.size() == 0) {
            throw badRequest("EmptyUploadException", "The layer upload '" + upload.id() + "' has no parts");
        }
        boolean present =
                controlPlane.call(() -> repositories.get(upload.repository()).hasBlob(digest));
        if (present) {
            uploads.cancel(upload);
            throw badRequest(
                    "LayerAlreadyExistsException",
                    "Layer with digest '" + digest + "' already exists in the repository with name '"
                            + upload.repository() + "' in the registry with id '" + registryId() + "'");
        }
        if (!uploads.complete(upload, digest)) {
            throw badRequest("InvalidLayerException", "The layer's digest is not '" + digest + "'");
        }
        return CompleteLayerUploadResponse.builder()
                .registryId(registryId())
                .repositoryName(request.repositoryName())
                .uploadId(upload.id())
                .layerDigest(digest)
                .build();
    }

    private Layer layer(StoredRepository repository, String digest) {
        boolean there = repository.hasBlob(digest);
        return Layer.builder()
                .layerDigest(digest)
                .layerAvailability(there ? LayerAvailability.AVAILABLE : LayerAvailability.UNAVAILABLE)
                .layerSize(there ? blobs.size(digest).orElse(0L) : null)
                .build();
    }

    private Upload upload(String registryId, String repository, String uploadId) {
        controlPlane.run(() -> repositories.in(registryId, repository));
        return uploads.find(repository, Optional.ofNullable(uploadId).orElse(""))
                .orElseThrow(() -> uploadNotFound(repository, uploadId));
    }

    private AwsError uploadNotFound(String repository, String uploadId) {
        return badRequest(
                "UploadNotFoundException",
                "Upload '" + uploadId + "' does not exist in the repository with name '" + repository
                        + "' in the registry with id '" + registryId() + "'");
    }

    private String registryId() {
        return repositories.account().id();
    }
}
