package dev.provision.aws.iam;

import dev.provision.aws.Api;
import dev.provision.aws.AwsStep;
import dev.provision.aws.Changes;
import dev.provision.aws.Owner;
import dev.provision.aws.Together;
import dev.provision.graph.Change;
import dev.provision.graph.ProvisionException.NameTaken;
import dev.provision.graph.StepKey;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.iam.model.Tag;

/** A role that a service assumes, with exactly one inline policy. */
public final class RoleStep extends AwsStep<RoleStep.Live> {
    private static final String POLICY = "provision";
    private static final String TRUST = "assume_role_policy";
    private static final String INLINE = "inline_policy";
    private static final String ATTACHED = "attached_policy";
    private final Spec spec;
    private final Owner owner;
    private final Api<IamClient> iam;

    /**
     * What is wanted.
     *
     * @param name unique in the account; at most 64 characters
     * @param service who assumes it, for example {@code lambda.amazonaws.com}
     * @param policy what it may do; empty while the resources it names do not exist
     */
    public record Spec(String name, String service, Supplier<Optional<PolicyDocument>> policy) {}

    /** @param order what the policy names */
    public RoleStep(StepKey key, Spec spec, Set<StepKey> order, Owner owner, Api<IamClient> iam) {
        super(key, "iam", order);
        this.spec = spec;
        this.owner = owner;
        this.iam = iam;
    }

    /**
     * A role that exists.
     *
     * @param policies the inline policies by name
     * @param attached the ARNs of managed policies: none of ours has any
     */
    public record Live(
            RoleArn arn, String trust, Map<String, String> policies, List<String> attached, Map<String, String> tags) {}

    /** The path of all roles of an environment, by which a sweep lists them. */
    public static String path(Owner owner) {
        return "/provision/" + owner.prefix() + "/";
    }

    @Override
    public Optional<Live> find() {
        return iam.find(c -> c.getRole(r -> r.roleName(spec.name())).role()).map(this::live);
    }

    private Live live(Role role) {
        Map<String, String> tags = new TreeMap<>();
        role.tags().forEach(tag -> tags.put(tag.key(), tag.value()));
        if (!owner.owns(tags)) {
            throw new NameTaken(
                    "the role " + spec.name() + " exists and does not belong to " + owner.prefix(),
                    "delete or rename it, or choose another name for the environment",
                    null);
        }
        Together.Two<Map<String, String>, List<String>> both = Together.both(this::policies, this::attached);
        return new Live(
                new RoleArn(role.arn()), decoded(role.assumeRolePolicyDocument()), both.first(), both.second(), tags);
    }

    /** Ours is asked for while it is not known yet which there are. */
    private Map<String, String> policies() {
        Together.Two<Optional<List<String>>, Optional<String>> both = Together.both(
                () -> iam.find(c -> c.listRolePoliciesPaginator(r -> r.roleName(spec.name())).policyNames().stream()
                        .toList()),
                () -> document(POLICY));
        Map<String, String> policies = new TreeMap<>();
        both.second().ifPresent(document -> policies.put(POLICY, document));
        both.first().stream()
                .flatMap(List::stream)
                .filter(name -> !name.equals(POLICY))
                .forEach(name -> document(name).ifPresent(document -> policies.put(name, document)));
        return policies;
    }

    private Optional<String> document(String name) {
        return iam.find(c -> c.getRolePolicy(r -> r.roleName(spec.name()).policyName(name)))
                .map(policy -> decoded(policy.policyDocument()));
    }

    private List<String> attached() {
        return iam.find(c ->
                        c.listAttachedRolePoliciesPaginator(r -> r.roleName(spec.name())).attachedPolicies().stream()
                                .map(AttachedPolicy::policyArn)
                                .toList())
                .orElse(List.of());
    }

    /** IAM answers documents URL-encoded: API_GetRolePolicy. */
    static String decoded(String document) {
        return document.startsWith("%7B") || document.startsWith("%7b")
                ? URLDecoder.decode(document, StandardCharsets.UTF_8)
                : document;
    }

    @Override
    protected Changes comparison(Live live) {
        Changes changes = new Changes().tags(live.tags(), owner.tags(key()));
        String trust = PolicyDocument.trust(spec.service());
        changes.meaning(TRUST, live.trust(), trust, PolicyDocument.same(live.trust(), trust));
        live.policies().forEach((name, document) -> {
            if (!name.equals(POLICY)) {
                changes.field(INLINE + "." + name, document, "");
            }
        });
        live.attached()
                .forEach(arn -> changes.field(ATTACHED + "." + arn.substring(arn.lastIndexOf('/') + 1), arn, ""));
        Optional<String> wanted = wanted();
        String now = live.policies().getOrDefault(POLICY, "");
        return changes.meaning(
                INLINE + "." + POLICY,
                now,
                wanted.orElse(Changes.UNKNOWN),
                wanted.isPresent() && !now.isEmpty() && PolicyDocument.same(now, wanted.get()));
    }

    private Optional<String> wanted() {
        return spec.policy().get().map(PolicyDocument::json);
    }

    private String required() {
        return wanted().orElseThrow(() -> new IllegalStateException(key() + ": its policy names what does not exist"));
    }

    @Override
    public Live create() {
        iam.ensure(
                "EntityAlreadyExists",
                c -> c.createRole(r -> r.roleName(spec.name())
                        .path(path(owner))
                        .assumeRolePolicyDocument(PolicyDocument.trust(spec.service()))
                        .description("Made by provision for " + owner.prefix())
                        .tags(tags())));
        putPolicy(required());
        RoleArn arn = new RoleArn(
                iam.settle(c -> c.getRole(r -> r.roleName(spec.name())).role().arn()));
        return wantedLive(arn);
    }

    @Override
    public Live converge(Live live, List<Change> changes) {
        if (Changes.touch(changes, "tags")) {
            iam.run(c -> c.tagRole(r -> r.roleName(spec.name()).tags(tags())));
        }
        if (Changes.touch(changes, TRUST)) {
            iam.run(c -> c.updateAssumeRolePolicy(
                    r -> r.roleName(spec.name()).policyDocument(PolicyDocument.trust(spec.service()))));
        }
        if (Changes.touch(changes, INLINE)) {
            putPolicy(required());
            live.policies().keySet().stream()
                    .filter(name -> !name.equals(POLICY))
                    .forEach(this::deletePolicy);
        }
        if (Changes.touch(changes, ATTACHED)) {
            live.attached().forEach(this::detach);
        }
        return wantedLive(live.arn());
    }

    private Live wantedLive(RoleArn arn) {
        return new Live(
                arn, PolicyDocument.trust(spec.service()), Map.of(POLICY, required()), List.of(), owner.tags(key()));
    }

    private void putPolicy(String document) {
        iam.settle(c ->
                c.putRolePolicy(r -> r.roleName(spec.name()).policyName(POLICY).policyDocument(document)));
    }

    private void deletePolicy(String name) {
        iam.delete(c -> c.deleteRolePolicy(r -> r.roleName(spec.name()).policyName(name)));
    }

    private void detach(String policy) {
        iam.delete(c -> c.detachRolePolicy(r -> r.roleName(spec.name()).policyArn(policy)));
    }

    private List<Tag> tags() {
        return owner.tags(key()).entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }

    @Override
    public void delete(Live live) {
        live.policies().keySet().forEach(this::deletePolicy);
        // A role with any cannot be deleted.
        live.attached().forEach(this::detach);
        iam.delete(c -> c.deleteRole(r -> r.roleName(spec.name())));
    }

    @Override
    public Set<String> actions() {
        return Set.of(
                "iam:CreateRole",
                "iam:DeleteRole",
                "iam:DeleteRolePolicy",
                "iam:DetachRolePolicy",
                "iam:GetRole",
                "iam:GetRolePolicy",
                "iam:ListAttachedRolePolicies",
                "iam:ListRolePolicies",
                "iam:PassRole",
                "iam:PutRolePolicy",
                "iam:TagRole",
                "iam:UpdateAssumeRolePolicy");
    }
}
