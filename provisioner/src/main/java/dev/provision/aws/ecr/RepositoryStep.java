package dev.provision.aws.ecr;

import dev.provision.aws.Api;
import dev.provision.aws.AwsStep;
import dev.provision.aws.Changes;
import dev.provision.aws.Owner;
import dev.provision.aws.Together;
import dev.provision.graph.Change;
import dev.provision.graph.StepKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.ImageTagMutability;
import software.amazon.awssdk.services.ecr.model.Repository;
import software.amazon.awssdk.services.ecr.model.Tag;

/** The repository of an environment's images: Lambda may pull from it, and it forgets the oldest images. */
public final class RepositoryStep extends AwsStep<RepositoryStep.Live> {
    private static final String MUTABILITY = "image_tag_mutability";
    private static final String POLICY = "policy";
    private static final String LIFECYCLE = "lifecycle_policy";

    /**
     * Without it Lambda writes a policy of its own, where the caller may: gettingstarted-images in the Lambda guide.
     */
    private static final JsonText PULL_BY_LAMBDA = new JsonText("""
            {"Version":"2012-10-17","Statement":[{"Sid":"LambdaPull","Effect":"Allow",\
            "Principal":{"Service":"lambda.amazonaws.com"},\
            "Action":["ecr:BatchGetImage","ecr:GetDownloadUrlForLayer"]}]}""");

    private static final JsonText KEEP_IMAGES = new JsonText("""
            {"rules":[{"rulePriority":1,"description":"keep the last 30 images",\
            "selection":{"tagStatus":"any","countType":"imageCountMoreThan","countNumber":30},\
            "action":{"type":"expire"}}]}""");

    private final String name;
    private final Owner owner;
    private final Api<EcrClient> ecr;

    public RepositoryStep(StepKey key, String name, Owner owner, Api<EcrClient> ecr) {
        super(key, "ecr", Set.of());
        this.name = name;
        this.owner = owner;
        this.ecr = ecr;
    }

    /**
     * A repository that exists.
     *
     * @param uri registry host and name, as in the name of an image
     * @param mutability whether a tag can come to mean another image
     * @param policy who may pull, as JSON; an empty text where there is none
     * @param lifecycle which images are forgotten, as JSON; an empty text where there is none
     */
    public record Live(
            String arn, String name, String uri, ImageTagMutability mutability, JsonText policy, JsonText lifecycle) {}

    @Override
    public Optional<Live> find() {
        return ecr.find(c -> c.describeRepositories(r -> r.repositoryNames(name))
                        .repositories()
                        .getFirst())
                .map(this::live);
    }

    private Live live(Repository repository) {
        Together.Two<Optional<String>, Optional<String>> texts = Together.both(
                () -> ecr.find(
                        c -> c.getRepositoryPolicy(r -> r.repositoryName(name)).policyText()),
                () -> ecr.find(
                        c -> c.getLifecyclePolicy(r -> r.repositoryName(name)).lifecyclePolicyText()));
        return new Live(
                repository.repositoryArn(),
                name,
                repository.repositoryUri(),
                repository.imageTagMutability(),
                texts.first().map(JsonText::new).orElse(JsonText.NONE),
                texts.second().map(JsonText::new).orElse(JsonText.NONE));
    }

    @Override
    protected Changes comparison(Live live) {
        return new Changes()
                .field(MUTABILITY, live.mutability(), ImageTagMutability.IMMUTABLE)
                .meaning(POLICY, live.policy(), PULL_BY_LAMBDA, live.policy().saysTheSameAs(PULL_BY_LAMBDA))
                .meaning(
                        LIFECYCLE,
                        live.lifecycle(),
                        KEEP_IMAGES,
                        live.lifecycle().saysTheSameAs(KEEP_IMAGES));
    }

    @Override
    public Live create() {
        ecr.ensure(
                "RepositoryAlreadyExistsException",
                c -> c.createRepository(r -> r.repositoryName(name)
                        .imageTagMutability(ImageTagMutability.IMMUTABLE)
                        .tags(tags(owner.tags(key())))));
        Live made = live(ecr.settle(c -> c.describeRepositories(r -> r.repositoryNames(name))
                .repositories()
                .getFirst()));
        return converge(made, changes(made));
    }

    private static List<Tag> tags(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }

    @Override
    public Live converge(Live live, List<Change> changes) {
        if (Changes.touch(changes, MUTABILITY)) {
            ecr.run(c -> c.putImageTagMutability(
                    r -> r.repositoryName(name).imageTagMutability(ImageTagMutability.IMMUTABLE)));
        }
        if (Changes.touch(changes, POLICY)) {
            ecr.settle(c -> c.setRepositoryPolicy(r -> r.repositoryName(name).policyText(PULL_BY_LAMBDA.value())));
        }
        if (Changes.touch(changes, LIFECYCLE)) {
            ecr.settle(c -> c.putLifecyclePolicy(r -> r.repositoryName(name).lifecyclePolicyText(KEEP_IMAGES.value())));
        }
        return new Live(live.arn(), live.name(), live.uri(), ImageTagMutability.IMMUTABLE, PULL_BY_LAMBDA, KEEP_IMAGES);
    }

    /** With all images in it. */
    @Override
    public void delete(Live live) {
        ecr.delete(c -> c.deleteRepository(r -> r.repositoryName(name).force(true)));
    }

    @Override
    public Set<String> actions() {
        return Set.of(
                "ecr:CreateRepository",
                "ecr:DeleteRepository",
                "ecr:DescribeRepositories",
                "ecr:GetLifecyclePolicy",
                "ecr:GetRepositoryPolicy",
                "ecr:PutImageTagMutability",
                "ecr:PutLifecyclePolicy",
                "ecr:SetRepositoryPolicy",
                "ecr:TagResource");
    }
}
