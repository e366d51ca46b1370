package dev.provision.localcloud.acm;

import dev.provision.localcloud.state.TagList;
import dev.provision.localcloud.state.TaggedResource;
import dev.provision.localcloud.state.TaggedResources;
import dev.provision.localcloud.wire.AwsError;
import dev.provision.localcloud.wire.AwsService;
import dev.provision.localcloud.wire.ServiceApi;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import software.amazon.awssdk.services.acm.model.AddTagsToCertificateRequest;
import software.amazon.awssdk.services.acm.model.AddTagsToCertificateResponse;
import software.amazon.awssdk.services.acm.model.ListTagsForCertificateRequest;
import software.amazon.awssdk.services.acm.model.ListTagsForCertificateResponse;
import software.amazon.awssdk.services.acm.model.RemoveTagsFromCertificateRequest;
import software.amazon.awssdk.services.acm.model.RemoveTagsFromCertificateResponse;
import software.amazon.awssdk.services.acm.model.Tag;

/** Tags of certificates. */
final class CertificateTags implements AwsService, TaggedResources {
    private static final int MOST = 50;
    private final Consumer<String> present;
    private final Map<String, Map<String, String>> tags = new LinkedHashMap<>();

    /** @param present refuses the ARN of a certificate that is not there */
    CertificateTags(Consumer<String> present) {
        this.present = present;
    }

    @Override
    public ServiceApi api() {
        return Acm.API;
    }

    public AddTagsToCertificateResponse addTagsToCertificate(AddTagsToCertificateRequest request) {
        present.accept(request.certificateArn());
        put(request.certificateArn(), request.tags());
        return AddTagsToCertificateResponse.builder().build();
    }

    /** A tag that is named with another value than it has stays. */
    public RemoveTagsFromCertificateResponse removeTagsFromCertificate(RemoveTagsFromCertificateRequest request) {
        present.accept(request.certificateArn());
        Map<String, String> rest = new TreeMap<>(of(request.certificateArn()));
        request.tags().forEach(tag -> {
            if (tag.value() == null || tag.value().equals(rest.get(tag.key()))) {
                rest.remove(tag.key());
            }
        });
        tags.put(request.certificateArn(), rest);
        return RemoveTagsFromCertificateResponse.builder().build();
    }

    public ListTagsForCertificateResponse listTagsForCertificate(ListTagsForCertificateRequest request) {
        present.accept(request.certificateArn());
        return ListTagsForCertificateResponse.builder()
                .tags(TagList.of(
                        of(request.certificateArn()),
                        (key, value) -> Tag.builder().key(key).value(value).build()))
                .build();
    }

    private Map<String, String> of(String arn) {
        return tags.getOrDefault(arn, Map.of());
    }

    /** @throws AwsError TooManyTagsException if it has more than 50 then */
    void put(String arn, List<Tag> added) {
        Map<String, String> all = new TreeMap<>(of(arn));
        added.forEach(tag -> all.put(tag.key(), tag.value() == null ? "" : tag.value()));
        if (all.size() > MOST) {
            throw AwsError.badRequest("TooManyTagsException", "The maximum number of tags is " + MOST);
        }
        tags.put(arn, all);
    }

    /** With the certificate. */
    void remove(String arn) {
        tags.remove(arn);
    }

    @Override
    public Stream<TaggedResource> taggedResources() {
        return tags.entrySet().stream()
                .filter(entry -> !entry.getValue().isEmpty())
                .map(entry -> new TaggedResource(entry.getKey(), "acm:certificate", entry.getValue()));
    }

    @Override
    public boolean tag(String arn, Map<String, String> added) {
        if (!certificate(arn)) {
            return false;
        }
        present.accept(arn);
        put(arn, TagList.of(added, (key, value) -> Tag.builder()
                .key(key)
                .value(value)
                .build()));
        return true;
    }

    @Override
    public boolean untag(String arn, List<String> keys) {
        if (!certificate(arn)) {
            return false;
        }
        present.accept(arn);
        Map<String, String> rest = new TreeMap<>(of(arn));
        rest.keySet().removeAll(keys);
        tags.put(arn, rest);
        return true;
    }

    private static boolean certificate(String arn) {
        return arn.startsWith("arn:aws:acm:");
    }
}
