package dev.provision.aws.ecr;

import dev.provision.aws.Api;
import dev.provision.aws.AwsStep;
import dev.provision.graph.Change;
import dev.provision.graph.Ref;
import dev.provision.graph.StepKey;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.AuthorizationData;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;

/** The image of a service, found by the tag that stands for its content: an unchanged one is neither built nor pushed. */
public final class ImageStep extends AwsStep<ImageStep.Live> {
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

    @Override
    public Optional<Live> find() {
        return repository.live().flatMap(live -> source.contentTag().flatMap(tag -> find(live, tag)));
    }

    private Optional<Live> find(RepositoryStep.Live live, String tag) {
        return ecr.find(c -> c.describeImages(r -> r.repositoryName(live.name()).imageIds(tagged(tag)))
                        .imageDetails())
                .flatMap(found -> found.stream().findFirst())
                .map(image -> new Live(live.uri(), tag, image.imageDigest()));
    }

    @Override
    public List<Change> changes(Live live) {
        return List.of();
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
        return live;
    }

    @Override
    public void delete(Live live) {
        String name = repository.require().name();
        ecr.delete(c -> c.batchDeleteImage(r -> r.repositoryName(name).imageIds(tagged(live.tag()))));
    }

    private static ImageIdentifier tagged(String tag) {
        return ImageIdentifier.builder().imageTag(tag).build();
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
                "ecr:GetDownloadUrlForLayer",
                "ecr:InitiateLayerUpload",
                "ecr:PutImage",
                "ecr:UploadLayerPart");
    }

    @Override
    public int typicalSeconds() {
        return 20;
    }
}
