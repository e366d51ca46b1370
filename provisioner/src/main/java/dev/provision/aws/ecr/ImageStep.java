package dev.provision.aws.ecr;

import dev.provision.aws.Api;
import dev.provision.aws.AwsStep;
import dev.provision.aws.Changes;
import dev.provision.graph.Change;
import dev.provision.graph.Ref;
import dev.provision.graph.StepKey;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.AuthorizationData;
import software.amazon.awssdk.services.ecr.model.ImageDetail;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;

/** The image of a service, found by the tag that stands for its content: an unchanged one is neither built nor pushed. */
public final class ImageStep extends AwsStep<ImageStep.Live> {
    private static final int DELETED_PER_CALL = 100;
    private final ImageSource source;
    private final Ref<RepositoryStep.Live> repository;
    private final Consumer<String> progress;
    private final Api<EcrClient> ecr;

    /** @param progress told what the build is doing */
    public ImageStep(
            StepKey key,
            ImageSource source,
            Ref<RepositoryStep.Live> repository,
            Consumer<String> progress,
            Api<EcrClient> ecr) {
        super(key, "ecr", needs(repository));
        this.source = source;
        this.repository = repository;
        this.progress = progress;
        this.ecr = ecr;
    }

    /**
     * An image in the repository.
     *
     * @param digest of its manifest, {@code sha256:…}
     */
    public record Live(String repositoryUri, String tag, String digest) {
        /** The name by which exactly this image is pulled. */
        public String uri() {
            return repositoryUri + "@" + digest;
        }
    }

    /** The image with the content's tag, or else the latest one. */
    @Override
    public Optional<Live> find() {
        return repository.live().flatMap(live -> source.contentTag()
                .flatMap(tag -> tagged(live, tag))
                .or(() -> latest(live)));
    }

    private Optional<Live> tagged(RepositoryStep.Live live, String tag) {
        return ecr.find(c -> c.describeImages(r -> r.repositoryName(live.name())
                                .imageIds(
                                        ImageIdentifier.builder().imageTag(tag).build()))
                        .imageDetails())
                .flatMap(found -> found.stream().findFirst())
                .map(image -> new Live(live.uri(), tag, image.imageDigest()));
    }

    private Optional<Live> latest(RepositoryStep.Live live) {
        return all(live.name()).stream()
                .filter(ImageDetail::hasImageTags)
                .max(Comparator.comparing(ImageDetail::imagePushedAt))
                .map(image -> new Live(live.uri(), image.imageTags().getFirst(), image.imageDigest()));
    }

    private List<ImageDetail> all(String repositoryName) {
        return ecr.find(c -> c.describeImagesPaginator(r -> r.repositoryName(repositoryName)).imageDetails().stream()
                        .toList())
                .orElse(List.of());
    }

    @Override
    protected Changes comparison(Live live) {
        return new Changes().known("tag", live.tag(), source.contentTag());
    }

    /** By another image beside it. */
    @Override
    public boolean renewedBy(List<Change> changes) {
        return true;
    }

    @Override
    public Live create() {
        RepositoryStep.Live live = repository.require();
        AuthorizationData authorization =
                ecr.call(c -> c.getAuthorizationToken().authorizationData().getFirst());
        String[] login = new String(
                        Base64.getDecoder().decode(authorization.authorizationToken()), StandardCharsets.UTF_8)
                .split(":", 2);
        String digest = source.push(new RegistryTarget(live.uri(), login[0], login[1]), progress);
        return new Live(live.uri(), source.contentTag().orElse(""), digest);
    }

    @Override
    public Live converge(Live live, List<Change> changes) {
        return create();
    }

    /** All images, those of earlier releases too. */
    @Override
    public void delete(Live live) {
        String name = repository.require().name();
        List<ImageIdentifier> ids = all(name).stream()
                .map(image -> ImageIdentifier.builder()
                        .imageDigest(image.imageDigest())
                        .build())
                .toList();
        for (int from = 0; from < ids.size(); from += DELETED_PER_CALL) {
            List<ImageIdentifier> some = ids.subList(from, Math.min(ids.size(), from + DELETED_PER_CALL));
            ecr.delete(c -> c.batchDeleteImage(r -> r.repositoryName(name).imageIds(some)));
        }
    }

    @Override
    public Set<String> actions() {
        return Set.of(
                "ecr:BatchCheckLayerAvailability",
                "ecr:BatchDeleteImage",
                "ecr:BatchGetImage",
                "ecr:CompleteLayerUpload",
                "ecr:DescribeImages",
                "ecr:GetAuthorizationToken",
                "ecr:InitiateLayerUpload",
                "ecr:PutImage",
                "ecr:UploadLayerPart");
    }

    @Override
    public int typicalSeconds() {
        return 20;
    }
}
