package dev.provision.localcloud.ecr;

import static dev.provision.localcloud.wire.AwsError.badRequest;

import dev.provision.localcloud.state.Page;
import dev.provision.localcloud.wire.AwsError;
import dev.provision.localcloud.wire.AwsService;
import dev.provision.localcloud.wire.ServiceApi;
import dev.provision.localcloud.wire.Unlocked;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ecr.model.BatchDeleteImageRequest;
import software.amazon.awssdk.services.ecr.model.BatchDeleteImageResponse;
import software.amazon.awssdk.services.ecr.model.BatchGetImageRequest;
import software.amazon.awssdk.services.ecr.model.BatchGetImageResponse;
import software.amazon.awssdk.services.ecr.model.DescribeImagesFilter;
import software.amazon.awssdk.services.ecr.model.DescribeImagesRequest;
import software.amazon.awssdk.services.ecr.model.DescribeImagesResponse;
import software.amazon.awssdk.services.ecr.model.Image;
import software.amazon.awssdk.services.ecr.model.ImageDetail;
import software.amazon.awssdk.services.ecr.model.ImageFailure;
import software.amazon.awssdk.services.ecr.model.ImageFailureCode;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecr.model.ListImagesFilter;
import software.amazon.awssdk.services.ecr.model.ListImagesRequest;
import software.amazon.awssdk.services.ecr.model.ListImagesResponse;
import software.amazon.awssdk.services.ecr.model.PutImageRequest;
import software.amazon.awssdk.services.ecr.model.PutImageResponse;
import software.amazon.awssdk.services.ecr.model.TagStatus;

/** The ECR API as far as it is about images. */
public final class EcrImages implements AwsService {
    private final Repositories repositories;
    private final Manifests manifests;

    EcrImages(Repositories repositories, Manifests manifests) {
        this.repositories = repositories;
        this.manifests = manifests;
    }

    @Override
    public ServiceApi api() {
        return EcrRepositories.API;
    }

    public ListImagesResponse listImages(ListImagesRequest request) {
        StoredRepository repository = repositories.in(request.registryId(), request.repositoryName());
        TagStatus status = Optional.ofNullable(request.filter())
                .map(ListImagesFilter::tagStatus)
                .orElse(TagStatus.ANY);
        List<ImageIdentifier> all = repository.images().stream()
                .filter(image -> wanted(repository, image, status))
                .flatMap(image -> ids(repository, image.manifest().digest()))
                .toList();
        Page<ImageIdentifier> page = Paging.of(all, request.nextToken(), request.maxResults());
        return ListImagesResponse.builder()
                .imageIds(page.items())
                .nextToken(page.nextToken().orElse(null))
                .build();
    }

    public DescribeImagesResponse describeImages(DescribeImagesRequest request) {
        StoredRepository repository = repositories.in(request.registryId(), request.repositoryName());
        if (request.hasImageIds()) {
            List<ImageDetail> named = request.imageIds().stream()
                    .map(id -> detail(repository, find(repository, id).orElseThrow(() -> notFound(repository, id))))
                    .distinct()
                    .toList();
            return DescribeImagesResponse.builder().imageDetails(named).build();
        }
        TagStatus status = Optional.ofNullable(request.filter())
                .map(DescribeImagesFilter::tagStatus)
                .orElse(TagStatus.ANY);
        List<ImageDetail> all = repository.images().stream()
                .filter(image -> wanted(repository, image, status))
                .map(image -> detail(repository, image))
                .toList();
        Page<ImageDetail> page = Paging.of(all, request.nextToken(), request.maxResults());
        return DescribeImagesResponse.builder()
                .imageDetails(page.items())
                .nextToken(page.nextToken().orElse(null))
                .build();
    }

    public BatchGetImageResponse batchGetImage(BatchGetImageRequest request) {
        StoredRepository repository = repositories.in(request.registryId(), request.repositoryName());
        List<Image> found = new ArrayList<>();
        List<ImageFailure> failures = new ArrayList<>();
        for (ImageIdentifier id : request.imageIds()) {
            Optional<StoredImage> image = find(repository, id);
            image.ifPresentOrElse(
                    present -> found.add(image(repository, present, id.imageTag())),
                    () -> failures.add(failure(repository, id)));
        }
        return BatchGetImageResponse.builder().images(found).failures(failures).build();
    }

    public BatchDeleteImageResponse batchDeleteImage(BatchDeleteImageRequest request) {
        StoredRepository repository = repositories.in(request.registryId(), request.repositoryName());
        List<String> blobs = List.copyOf(repository.blobs());
        List<ImageIdentifier> deleted = new ArrayList<>();
        List<ImageFailure> failures = new ArrayList<>();
        for (ImageIdentifier id : request.imageIds()) {
            Optional<StoredImage> image = find(repository, id);
            if (image.isEmpty()) {
                failures.add(failure(repository, id));
                continue;
            }
            String digest = image.get().manifest().digest();
            List<String> indexes = repository.indexesOf(digest);
            if (!indexes.isEmpty()
                    && (id.imageTag() == null || repository.tagsOf(digest).size() < 2)) {
                failures.add(failure(
                        id,
                        ImageFailureCode.IMAGE_REFERENCED_BY_MANIFEST_LIST,
                        "Requested image referenced by manifest list: " + indexes));
                continue;
            }
            deleted.addAll(delete(repository, id, digest));
        }
        repositories.sweep(blobs);
        return BatchDeleteImageResponse.builder()
                .imageIds(deleted)
                .failures(failures)
                .build();
    }

    /** Reads the image's configuration from disk, and therefore takes the lock by itself. */
    @Unlocked
    public PutImageResponse putImage(PutImageRequest request) {
        Manifest manifest;
        try {
            manifest = Manifest.parse(
                    Optional.ofNullable(request.imageManifest()).orElse(""),
                    Optional.ofNullable(request.imageManifestMediaType()));
        } catch (Manifest.Unreadable e) {
            throw EcrRepositories.invalid("imageManifest", e.getMessage());
        }
        if (request.imageDigest() != null && !request.imageDigest().equals(manifest.digest())) {
            throw badRequest(
                    "ImageDigestDoesNotMatchException",
                    "The supplied image digest '" + request.imageDigest() + "' does not match the calculated digest '"
                            + manifest.digest() + "'");
        }
        Manifests.Put put = manifests.put(request.repositoryName(), manifest, Optional.ofNullable(request.imageTag()));
        if (put.unchanged()) {
            throw badRequest(
                    "ImageAlreadyExistsException",
                    "Image with digest '" + manifest.digest() + "' and tag '" + request.imageTag()
                            + "' already exists in the repository with name '" + request.repositoryName()
                            + "' in registry with id '" + repositories.account().id() + "'");
        }
        return PutImageResponse.builder()
                .image(Image.builder()
                        .registryId(repositories.account().id())
                        .repositoryName(request.repositoryName())
                        .imageId(id(manifest.digest(), request.imageTag()))
                        .imageManifest(manifest.text())
                        .imageManifestMediaType(manifest.mediaType())
                        .build())
                .build();
    }

    private static List<ImageIdentifier> delete(StoredRepository repository, ImageIdentifier id, String digest) {
        if (id.imageTag() != null) {
            repository.untag(id.imageTag());
            return List.of(id(digest, id.imageTag()));
        }
        List<ImageIdentifier> gone = ids(repository, digest).toList();
        repository.remove(digest);
        return gone;
    }

    private static Optional<StoredImage> find(StoredRepository repository, ImageIdentifier id) {
        if (id.imageTag() == null && id.imageDigest() == null) {
            return Optional.empty();
        }
        return repository
                .image(id.imageTag() == null ? id.imageDigest() : id.imageTag())
                .filter(image ->
                        id.imageDigest() == null || image.manifest().digest().equals(id.imageDigest()));
    }

    private static ImageFailure failure(StoredRepository repository, ImageIdentifier id) {
        if (id.imageTag() == null && id.imageDigest() == null) {
            return failure(
                    id,
                    ImageFailureCode.MISSING_DIGEST_AND_TAG,
                    "Invalid request parameters: both tag and digest cannot be null");
        }
        if (id.imageDigest() != null && !Digests.valid(id.imageDigest())) {
            return failure(
                    id,
                    ImageFailureCode.INVALID_IMAGE_DIGEST,
                    "Invalid request parameters: image digest should satisfy the regex '[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+'");
        }
        if (id.imageTag() != null && repository.image(id.imageTag()).isPresent()) {
            return failure(id, ImageFailureCode.IMAGE_TAG_DOES_NOT_MATCH_DIGEST, "Requested tag is not of that digest");
        }
        return failure(id, ImageFailureCode.IMAGE_NOT_FOUND, "Requested image not found");
    }

    private static ImageFailure failure(ImageIdentifier id, ImageFailureCode code, String reason) {
        return ImageFailure.builder()
                .imageId(id)
                .failureCode(code)
                .failureReason(reason)
                .build();
    }

    private AwsError notFound(StoredRepository repository, ImageIdentifier id) {
        return badRequest(
                "ImageNotFoundException",
                "The image with imageId {imageDigest:'" + id.imageDigest() + "', imageTag:'" + id.imageTag()
                        + "'} does not exist within the repository with name '" + repository.name()
                        + "' in the registry with id '" + repositories.account().id() + "'");
    }

    private Image image(StoredRepository repository, StoredImage image, String tag) {
        return Image.builder()
                .registryId(repositories.account().id())
                .repositoryName(repository.name())
                .imageId(id(image.manifest().digest(), tag))
                .imageManifest(image.manifest().text())
                .imageManifestMediaType(image.manifest().mediaType())
                .build();
    }

    private ImageDetail detail(StoredRepository repository, StoredImage image) {
        Manifest manifest = image.manifest();
        List<String> tags = repository.tagsOf(manifest.digest());
        return ImageDetail.builder()
                .registryId(repositories.account().id())
                .repositoryName(repository.name())
                .imageDigest(manifest.digest())
                .imageTags(tags.isEmpty() ? null : tags)
                .imageSizeInBytes(manifest.size())
                .imagePushedAt(image.pushedAt())
                .lastRecordedPullTime(image.pulledAt().orElse(null))
                .imageManifestMediaType(manifest.mediaType())
                .artifactMediaType(manifest.artifactType().orElse(null))
                .subjectManifestDigest(manifest.subject().orElse(null))
                .build();
    }

    private static boolean wanted(StoredRepository repository, StoredImage image, TagStatus status) {
        boolean tagged = !repository.tagsOf(image.manifest().digest()).isEmpty();
        return switch (status) {
            case TAGGED -> tagged;
            case UNTAGGED -> !tagged;
            default -> true;
        };
    }

    private static Stream<ImageIdentifier> ids(StoredRepository repository, String digest) {
        List<String> tags = repository.tagsOf(digest);
        return tags.isEmpty() ? Stream.of(id(digest, null)) : tags.stream().map(tag -> id(digest, tag));
    }

    private static ImageIdentifier id(String digest, String tagOrNull) {
        return ImageIdentifier.builder().imageDigest(digest).imageTag(tagOrNull).build();
    }
}
