package dev.provision.localcloud.ssm;

import dev.provision.localcloud.state.Account;
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
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ssm.model.AddTagsToResourceRequest;
import software.amazon.awssdk.services.ssm.model.AddTagsToResourceResponse;
import software.amazon.awssdk.services.ssm.model.DeleteParameterRequest;
import software.amazon.awssdk.services.ssm.model.DeleteParameterResponse;
import software.amazon.awssdk.services.ssm.model.DeleteParametersRequest;
import software.amazon.awssdk.services.ssm.model.DeleteParametersResponse;
import software.amazon.awssdk.services.ssm.model.DescribeParametersRequest;
import software.amazon.awssdk.services.ssm.model.DescribeParametersResponse;
import software.amazon.awssdk.services.ssm.model.GetParameterRequest;
import software.amazon.awssdk.services.ssm.model.GetParameterResponse;
import software.amazon.awssdk.services.ssm.model.GetParametersByPathRequest;
import software.amazon.awssdk.services.ssm.model.GetParametersByPathResponse;
import software.amazon.awssdk.services.ssm.model.GetParametersRequest;
import software.amazon.awssdk.services.ssm.model.GetParametersResponse;
import software.amazon.awssdk.services.ssm.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.ssm.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.ssm.model.Parameter;
import software.amazon.awssdk.services.ssm.model.ParameterMetadata;
import software.amazon.awssdk.services.ssm.model.ParameterTier;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import software.amazon.awssdk.services.ssm.model.PutParameterRequest;
import software.amazon.awssdk.services.ssm.model.PutParameterResponse;
import software.amazon.awssdk.services.ssm.model.RemoveTagsFromResourceRequest;
import software.amazon.awssdk.services.ssm.model.RemoveTagsFromResourceResponse;
import software.amazon.awssdk.services.ssm.model.Tag;

/** Parameters by name. A put without overwrite is atomic, which is what a lock is made of. */
public final class ParameterStore implements AwsService, TaggedResources {
    private static final ServiceApi API = new ServiceApi("ssm", ServiceApi.Protocol.JSON_1_1, "AmazonSSM", "");
    // https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_.\\-/]{1,1011}");
    private static final int STANDARD_BYTES = 4096;

    private record Stored(Parameter parameter, String description, Map<String, String> tags) {}

    private final Account account;
    private final CloudTime time;
    private final Map<String, Stored> parameters = new TreeMap<>();

    public ParameterStore(Account account, CloudTime time) {
        this.account = account;
        this.time = time;
    }

    @Override
    public ServiceApi api() {
        return API;
    }

    public PutParameterResponse putParameter(PutParameterRequest request) {
        String name = request.name();
        Optional<Stored> before = Optional.ofNullable(parameters.get(name));
        boolean overwrite = Boolean.TRUE.equals(request.overwrite());
        check(request, before.isPresent(), overwrite);
        ParameterType type = request.type() != null
                ? request.type()
                : before.map(stored -> stored.parameter().type())
                        .orElseThrow(() -> AwsError.badRequest(
                                "ValidationException", "A parameter type is required when you create a parameter."));
        long version = before.map(stored -> stored.parameter().version() + 1).orElse(1L);
        Parameter parameter = Parameter.builder()
                .name(name)
                .type(type)
                .value(request.value())
                .version(version)
                .lastModifiedDate(time.now())
                .arn(account.arn("ssm", "parameter" + (name.startsWith("/") ? name : "/" + name)))
                .dataType("text")
                .build();
        Map<String, String> tags = before.map(Stored::tags).orElseGet(TreeMap::new);
        request.tags().forEach(tag -> tags.put(tag.key(), tag.value()));
        parameters.put(name, new Stored(parameter, request.description(), tags));
        return PutParameterResponse.builder()
                .version(version)
                .tier(ParameterTier.STANDARD)
                .build();
    }

    private static void check(PutParameterRequest request, boolean exists, boolean overwrite) {
        String name = request.name();
        if (!NAME.matcher(name).matches() || name.matches("/?(?i:aws|ssm).*")) {
            throw AwsError.badRequest(
                    "ValidationException",
                    "Parameter name: can't be prefixed with \"aws\" or \"ssm\" (case-insensitive), "
                            + "and may hold a-zA-Z0-9_.-/ only.");
        }
        if (exists && !overwrite) {
            throw AwsError.badRequest(
                    "ParameterAlreadyExists",
                    "The parameter already exists. To overwrite this value, set the overwrite option in the request to true.");
        }
        if (overwrite && !request.tags().isEmpty()) {
            throw AwsError.badRequest(
                    "ValidationException",
                    "Invalid request: tags and overwrite can't be used together. To create a parameter with tags, please "
                            + "remove overwrite flag. To update tags for an existing parameter, please use AddTagsToResource or "
                            + "RemoveTagsFromResource.");
        }
        if (request.value().isEmpty() || request.value().length() > STANDARD_BYTES) {
            throw AwsError.badRequest(
                    "ValidationException",
                    "Standard tier parameters support a maximum parameter value of 4096 characters.");
        }
    }

    public GetParameterResponse getParameter(GetParameterRequest request) {
        return GetParameterResponse.builder()
                .parameter(visible(require(request.name()), request.withDecryption()))
                .build();
    }

    public GetParametersResponse getParameters(GetParametersRequest request) {
        return GetParametersResponse.builder()
                .parameters(request.names().stream()
                        .flatMap(name -> find(name).stream())
                        .map(stored -> visible(stored, request.withDecryption()))
                        .toList())
                .invalidParameters(request.names().stream()
                        .filter(name -> find(name).isEmpty())
                        .toList())
                .build();
    }

    public GetParametersByPathResponse getParametersByPath(GetParametersByPathRequest request) {
        String path = request.path().endsWith("/") ? request.path() : request.path() + "/";
        boolean recursive = Boolean.TRUE.equals(request.recursive());
        List<Parameter> matching = parameters.values().stream()
                .filter(stored -> stored.parameter().name().startsWith(path))
                .filter(stored -> recursive || stored.parameter().name().indexOf('/', path.length()) < 0)
                .map(stored -> visible(stored, request.withDecryption()))
                .toList();
        Page<Parameter> page = page(matching, request.nextToken(), request.maxResults(), 10);
        return GetParametersByPathResponse.builder()
                .parameters(page.items())
                .nextToken(page.nextToken().orElse(null))
                .build();
    }

    public DescribeParametersResponse describeParameters(DescribeParametersRequest request) {
        List<ParameterMetadata> matching = parameters.values().stream()
                .filter(stored -> request.parameterFilters().stream()
                        .allMatch(filter -> filter.key().equals("Name")
                                && filter.values().stream()
                                        .anyMatch(value -> "BeginsWith".equals(filter.option())
                                                ? stored.parameter().name().startsWith(value)
                                                : stored.parameter().name().equals(value))))
                .map(ParameterStore::metadata)
                .toList();
        Page<ParameterMetadata> page = page(matching, request.nextToken(), request.maxResults(), 50);
        return DescribeParametersResponse.builder()
                .parameters(page.items())
                .nextToken(page.nextToken().orElse(null))
                .build();
    }

    private static <T> Page<T> page(List<T> matching, String token, Integer limit, int usual) {
        return Page.of(matching, token, limit == null ? usual : limit)
                .orElseThrow(() -> AwsError.badRequest("InvalidNextToken", "The specified token isn't valid."));
    }

    private static ParameterMetadata metadata(Stored stored) {
        return ParameterMetadata.builder()
                .name(stored.parameter().name())
                .arn(stored.parameter().arn())
                .type(stored.parameter().type())
                .lastModifiedDate(stored.parameter().lastModifiedDate())
                .description(stored.description())
                .version(stored.parameter().version())
                .tier(ParameterTier.STANDARD)
                .policies(List.of())
                .dataType("text")
                .build();
    }

    public DeleteParameterResponse deleteParameter(DeleteParameterRequest request) {
        parameters.remove(require(request.name()).parameter().name());
        return DeleteParameterResponse.builder().build();
    }

    public DeleteParametersResponse deleteParameters(DeleteParametersRequest request) {
        List<String> present =
                request.names().stream().filter(parameters::containsKey).toList();
        List<String> absent = request.names().stream()
                .filter(name -> !parameters.containsKey(name))
                .toList();
        present.forEach(parameters::remove);
        return DeleteParametersResponse.builder()
                .deletedParameters(present)
                .invalidParameters(absent)
                .build();
    }

    public AddTagsToResourceResponse addTagsToResource(AddTagsToResourceRequest request) {
        Stored stored = tagged(request.resourceId());
        request.tags().forEach(tag -> stored.tags().put(tag.key(), tag.value()));
        return AddTagsToResourceResponse.builder().build();
    }

    public RemoveTagsFromResourceResponse removeTagsFromResource(RemoveTagsFromResourceRequest request) {
        tagged(request.resourceId()).tags().keySet().removeAll(request.tagKeys());
        return RemoveTagsFromResourceResponse.builder().build();
    }

    public ListTagsForResourceResponse listTagsForResource(ListTagsForResourceRequest request) {
        return ListTagsForResourceResponse.builder()
                .tagList(TagList.of(
                        tagged(request.resourceId()).tags(),
                        (key, value) -> Tag.builder().key(key).value(value).build()))
                .build();
    }

    private Stored tagged(String name) {
        return Optional.ofNullable(parameters.get(name))
                .orElseThrow(() -> AwsError.badRequest("InvalidResourceId", "The resource ID isn't valid: " + name));
    }

    /** A secure value is shown only to who asks for decryption; there is no key management behind it here. */
    private static Parameter visible(Stored stored, Boolean withDecryption) {
        Parameter parameter = stored.parameter();
        return parameter.type() == ParameterType.SECURE_STRING && !Boolean.TRUE.equals(withDecryption)
                ? parameter.toBuilder().value("encrypted").build()
                : parameter;
    }

    private Stored require(String nameOrArn) {
        return find(nameOrArn)
                .orElseThrow(() -> AwsError.badRequest("ParameterNotFound", "Parameter " + nameOrArn + " not found."));
    }

    /** By name or ARN; the ARN of a name without a slash has one. */
    private Optional<Stored> find(String nameOrArn) {
        String name = nameOrArn.startsWith("arn:") ? nameOrArn.replaceFirst("^.*:parameter", "") : nameOrArn;
        return Optional.ofNullable(parameters.get(name))
                .or(() -> Optional.ofNullable(parameters.get(name.replaceFirst("^/", ""))));
    }

    /** The decrypted value, by name or ARN. Under the control-plane lock. */
    public Optional<String> value(String nameOrArn) {
        return find(nameOrArn).map(stored -> stored.parameter().value());
    }

    @Override
    public Stream<TaggedResource> taggedResources() {
        return parameters.values().stream()
                .map(stored -> new TaggedResource(stored.parameter().arn(), "ssm:parameter", stored.tags()));
    }

    @Override
    public Optional<Map<String, String>> tagsOf(String arn) {
        return parameters.values().stream()
                .filter(stored -> stored.parameter().arn().equals(arn))
                .findFirst()
                .map(Stored::tags);
    }
}
