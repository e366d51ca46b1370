package dev.provision.localcloud.ecr;

import static dev.provision.localcloud.wire.AwsError.badRequest;

import dev.provision.localcloud.state.Page;
import dev.provision.localcloud.state.TagList;
import dev.provision.localcloud.state.TaggedResource;
import dev.provision.localcloud.state.TaggedResources;
import dev.provision.localcloud.time.CloudTime;
import dev.provision.localcloud.wire.AwsError;
import dev.provision.localcloud.wire.AwsService;
import dev.provision.localcloud.wire.ServiceApi;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ecr.model.CreateRepositoryRequest;
import software.amazon.awssdk.services.ecr.model.CreateRepositoryResponse;
import software.amazon.awssdk.services.ecr.model.DeleteRepositoryRequest;
import software.amazon.awssdk.services.ecr.model.DeleteRepositoryResponse;
import software.amazon.awssdk.services.ecr.model.DescribeRegistryRequest;
import software.amazon.awssdk.services.ecr.model.DescribeRegistryResponse;
import software.amazon.awssdk.services.ecr.model.DescribeRepositoriesRequest;
import software.amazon.awssdk.services.ecr.model.DescribeRepositoriesResponse;
import software.amazon.awssdk.services.ecr.model.EncryptionConfiguration;
import software.amazon.awssdk.services.ecr.model.EncryptionType;
import software.amazon.awssdk.services.ecr.model.ImageScanningConfiguration;
import software.amazon.awssdk.services.ecr.model.ImageTagMutability;
import software.amazon.awssdk.services.ecr.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.ecr.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.ecr.model.PutImageScanningConfigurationRequest;
import software.amazon.awssdk.services.ecr.model.PutImageScanningConfigurationResponse;
import software.amazon.awssdk.services.ecr.model.PutImageTagMutabilityRequest;
import software.amazon.awssdk.services.ecr.model.PutImageTagMutabilityResponse;
import software.amazon.awssdk.services.ecr.model.ReplicationConfiguration;
import software.amazon.awssdk.services.ecr.model.Repository;
import software.amazon.awssdk.services.ecr.model.Tag;
import software.amazon.awssdk.services.ecr.model.TagResourceRequest;
import software.amazon.awssdk.services.ecr.model.TagResourceResponse;
import software.amazon.awssdk.services.ecr.model.UntagResourceRequest;
import software.amazon.awssdk.services.ecr.model.UntagResourceResponse;

/** The ECR API as far as it is about repositories, their settings and their tags. */
public final class EcrRepositories implements AwsService, TaggedResources {
    static final ServiceApi API =
            new ServiceApi("ecr", ServiceApi.Protocol.JSON_1_1, "AmazonEC2ContainerRegistry_V20150921", "");

    private static final Pattern NAME =
            Pattern.compile("(?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*");
    private static final int MOST_TAGS = 50;

    private final Repositories repositories;
    private final CloudTime time;
    private final String registryHost;

    EcrRepositories(Repositories repositories, CloudTime time, String registryHost) {
        this.repositories = repositories;
        this.time = time;
        this.registryHost = registryHost;
    }

    @Override
    public ServiceApi api() {
        return API;
    }

    @Override
    public Stream<TaggedResource> taggedResources() {
        return repositories.all().stream()
                .map(repository -> new TaggedResource(
                        repository.arn(),
                        "ecr:repository",
                        repository.settings().tags()));
    }

    @Override
    public boolean tag(String arn, Map<String, String> tags) {
        return change(arn, all -> all.putAll(tags));
    }

    @Override
    public boolean untag(String arn, List<String> keys) {
        return change(arn, all -> all.keySet().removeAll(keys));
    }

    private boolean change(String arn, Consumer<Map<String, String>> change) {
        Optional<StoredRepository> found = repositories.all().stream()
                .filter(repository -> repository.arn().equals(arn))
                .findFirst();
        found.ifPresent(repository -> {
            Map<String, String> tags = new TreeMap<>(repository.settings().tags());
            change.accept(tags);
            repository.change(repository.settings().withTags(tags));
        });
        return found.isPresent();
    }

    public CreateRepositoryResponse createRepository(CreateRepositoryRequest request) {
        String name = validName(request.repositoryName());
        Map<String, String> tags = withTags(Map.of(), request.tags());
        ImageTagMutability mutability = Optional.ofNullable(request.imageTagMutability())
                .map(EcrRepositories::valid)
                .orElse(ImageTagMutability.MUTABLE);
        boolean scan = Optional.ofNullable(request.imageScanningConfiguration())
                .map(ImageScanningConfiguration::scanOnPush)
                .orElse(false);
        EncryptionConfiguration encryption = Optional.ofNullable(request.encryptionConfiguration())
                .orElse(EncryptionConfiguration.builder()
                        .encryptionType(EncryptionType.AES256)
                        .build());
        RepositorySettings settings = new RepositorySettings(
                mutability,
                request.imageTagMutabilityExclusionFilters(),
                scan,
                encryption,
                Optional.empty(),
                Optional.empty(),
                tags);
        return CreateRepositoryResponse.builder()
                .repository(shown(repositories.create(name, time.now(), settings)))
                .build();
    }

    public DescribeRepositoriesResponse describeRepositories(DescribeRepositoriesRequest request) {
        if (request.hasRepositoryNames()) {
            List<Repository> named = request.repositoryNames().stream()
                    .map(name -> shown(repositories.in(request.registryId(), name)))
                    .toList();
            return DescribeRepositoriesResponse.builder().repositories(named).build();
        }
        List<Repository> all = repositories.all().stream().map(this::shown).toList();
        Page<Repository> page = Paging.of(all, request.nextToken(), request.maxResults());
        return DescribeRepositoriesResponse.builder()
                .repositories(page.items())
                .nextToken(page.nextToken().orElse(null))
                .build();
    }

    public DeleteRepositoryResponse deleteRepository(DeleteRepositoryRequest request) {
        StoredRepository repository = repositories.in(request.registryId(), request.repositoryName());
        if (!repository.isEmpty() && !Boolean.TRUE.equals(request.force())) {
            throw badRequest(
                    "RepositoryNotEmptyException",
                    "The repository with name '" + repository.name() + "' in registry with id '" + registryId()
                            + "' cannot be deleted because it still contains images");
        }
        repositories.delete(repository);
        return DeleteRepositoryResponse.builder().repository(shown(repository)).build();
    }

    public PutImageTagMutabilityResponse putImageTagMutability(PutImageTagMutabilityRequest request) {
        StoredRepository repository = repositories.in(request.registryId(), request.repositoryName());
        ImageTagMutability mutability = valid(request.imageTagMutability());
        repository.change(
                repository.settings().withMutability(mutability, request.imageTagMutabilityExclusionFilters()));
        return PutImageTagMutabilityResponse.builder()
                .registryId(registryId())
                .repositoryName(repository.name())
                .imageTagMutability(mutability)
                .imageTagMutabilityExclusionFilters(request.imageTagMutabilityExclusionFilters())
                .build();
    }

    public PutImageScanningConfigurationResponse putImageScanningConfiguration(
            PutImageScanningConfigurationRequest request) {
        StoredRepository repository = repositories.in(request.registryId(), request.repositoryName());
        boolean scan = Boolean.TRUE.equals(request.imageScanningConfiguration().scanOnPush());
        repository.change(repository.settings().withScanOnPush(scan));
        return PutImageScanningConfigurationResponse.builder()
                .registryId(registryId())
                .repositoryName(repository.name())
                .imageScanningConfiguration(
                        ImageScanningConfiguration.builder().scanOnPush(scan).build())
                .build();
    }

    public DescribeRegistryResponse describeRegistry(DescribeRegistryRequest request) {
        return DescribeRegistryResponse.builder()
                .registryId(registryId())
                .replicationConfiguration(
                        ReplicationConfiguration.builder().rules(List.of()).build())
                .build();
    }

    public ListTagsForResourceResponse listTagsForResource(ListTagsForResourceRequest request) {
        List<Tag> tags = TagList.of(
                repositories.byArn(request.resourceArn()).settings().tags(),
                (key, value) -> Tag.builder().key(key).value(value).build());
        return ListTagsForResourceResponse.builder().tags(tags).build();
    }

    public TagResourceResponse tagResource(TagResourceRequest request) {
        StoredRepository repository = repositories.byArn(request.resourceArn());
        repository.change(
                repository.settings().withTags(withTags(repository.settings().tags(), request.tags())));
        return TagResourceResponse.builder().build();
    }

    public UntagResourceResponse untagResource(UntagResourceRequest request) {
        StoredRepository repository = repositories.byArn(request.resourceArn());
        Map<String, String> tags = new TreeMap<>(repository.settings().tags());
        request.tagKeys().forEach(tags::remove);
        repository.change(repository.settings().withTags(tags));
        return UntagResourceResponse.builder().build();
    }

    private Repository shown(StoredRepository repository) {
        RepositorySettings settings = repository.settings();
        return Repository.builder()
                .repositoryArn(repository.arn())
                .registryId(registryId())
                .repositoryName(repository.name())
                .repositoryUri(registryHost + "/" + repository.name())
                .createdAt(repository.createdAt())
                .imageTagMutability(settings.mutability())
                .imageTagMutabilityExclusionFilters(settings.exclusions().isEmpty() ? null : settings.exclusions())
                .imageScanningConfiguration(ImageScanningConfiguration.builder()
                        .scanOnPush(settings.scanOnPush())
                        .build())
                .encryptionConfiguration(settings.encryption())
                .build();
    }

    private String registryId() {
        return repositories.account().id();
    }

    private static String validName(String name) {
        if (name == null || name.length() < 2 || name.length() > 256) {
            throw invalid("repositoryName", "must have length between 2 and 256");
        }
        if (!NAME.matcher(name).matches()) {
            throw invalid("repositoryName", "must satisfy regular expression '" + NAME + "'");
        }
        return name;
    }

    private static ImageTagMutability valid(ImageTagMutability mutability) {
        if (mutability == null || mutability == ImageTagMutability.UNKNOWN_TO_SDK_VERSION) {
            throw invalid(
                    "imageTagMutability",
                    "must satisfy enum value set: [IMMUTABLE, MUTABLE, IMMUTABLE_WITH_EXCLUSION, MUTABLE_WITH_EXCLUSION]");
        }
        return mutability;
    }

    private static Map<String, String> withTags(Map<String, String> present, List<Tag> added) {
        Map<String, String> tags = new TreeMap<>(present);
        for (Tag tag : added) {
            if (tag.key() == null || tag.key().isEmpty() || tag.key().length() > 128) {
                throw badRequest("InvalidTagParameterException", "Tag keys must have length between 1 and 128");
            }
            if (tag.key().startsWith("aws:")) {
                throw badRequest("InvalidTagParameterException", "Tag keys must not begin with 'aws:'");
            }
            tags.put(tag.key(), Optional.ofNullable(tag.value()).orElse(""));
        }
        if (tags.size() > MOST_TAGS) {
            throw badRequest("TooManyTagsException", "A resource may have " + MOST_TAGS + " tags at most");
        }
        return tags.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** As ECR words it. */
    static AwsError invalid(String parameter, String constraint) {
        return badRequest(
                "InvalidParameterException",
                "Invalid parameter at '" + parameter + "' failed to satisfy constraint: '" + constraint + "'");
    }
}
