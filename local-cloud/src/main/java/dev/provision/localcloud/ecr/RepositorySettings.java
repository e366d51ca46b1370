package dev.provision.localcloud.ecr;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ecr.model.EncryptionConfiguration;
import software.amazon.awssdk.services.ecr.model.ImageTagMutability;
import software.amazon.awssdk.services.ecr.model.ImageTagMutabilityExclusionFilter;

/**
 * What its owner decides about a repository.
 *
 * @param mutability whether a tag may be moved to another image
 * @param exclusions the tags that are treated the other way, with {@code *} for any text
 * @param scanOnPush whether images are scanned; nothing is scanned here
 * @param encryption as asked for
 * @param policy the repository policy
 * @param lifecyclePolicy kept, not carried out
 * @param tags of the resource
 */
record RepositorySettings(
        ImageTagMutability mutability,
        List<ImageTagMutabilityExclusionFilter> exclusions,
        boolean scanOnPush,
        EncryptionConfiguration encryption,
        Optional<String> policy,
        Optional<String> lifecyclePolicy,
        Map<String, String> tags) {
    RepositorySettings {
        exclusions = List.copyOf(exclusions);
        tags = Map.copyOf(tags);
    }

    RepositorySettings withMutability(
            ImageTagMutability newMutability, List<ImageTagMutabilityExclusionFilter> newExclusions) {
        return new RepositorySettings(
                newMutability, newExclusions, scanOnPush, encryption, policy, lifecyclePolicy, tags);
    }

    RepositorySettings withScanOnPush(boolean scan) {
        return new RepositorySettings(mutability, exclusions, scan, encryption, policy, lifecyclePolicy, tags);
    }

    RepositorySettings withPolicy(Optional<String> text) {
        return new RepositorySettings(mutability, exclusions, scanOnPush, encryption, text, lifecyclePolicy, tags);
    }

    RepositorySettings withLifecyclePolicy(Optional<String> text) {
        return new RepositorySettings(mutability, exclusions, scanOnPush, encryption, policy, text, tags);
    }

    RepositorySettings withTags(Map<String, String> newTags) {
        return new RepositorySettings(mutability, exclusions, scanOnPush, encryption, policy, lifecyclePolicy, newTags);
    }

    /** Whether a tag that an image has must stay with it. */
    boolean fixed(String tag) {
        boolean excluded = exclusions.stream().anyMatch(exclusion -> matches(exclusion.filter(), tag));
        return switch (mutability) {
            case IMMUTABLE -> true;
            case IMMUTABLE_WITH_EXCLUSION -> !excluded;
            case MUTABLE_WITH_EXCLUSION -> excluded;
            default -> false;
        };
    }

    private static boolean matches(String wildcard, String tag) {
        String regex = Pattern.compile("\\*")
                .splitAsStream(wildcard + "\0")
                .map(part -> Pattern.quote(part.replace("\0", "")))
                .collect(Collectors.joining(".*"));
        return tag.matches(regex);
    }
}
