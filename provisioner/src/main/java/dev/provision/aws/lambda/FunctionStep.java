package dev.provision.aws.lambda;

import dev.provision.aws.Api;
import dev.provision.aws.AwsStep;
import dev.provision.aws.Changes;
import dev.provision.aws.CpuArchitecture;
import dev.provision.aws.Owner;
import dev.provision.aws.ecr.ImageStep;
import dev.provision.aws.iam.RoleSource;
import dev.provision.aws.network.Placement;
import dev.provision.aws.secrets.ContainerVariables;
import dev.provision.graph.Change;
import dev.provision.graph.ProvisionException.NameTaken;
import dev.provision.graph.Readiness;
import dev.provision.graph.Ref;
import dev.provision.graph.StepKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.Architecture;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.GetFunctionResponse;
import software.amazon.awssdk.services.lambda.model.InvalidParameterValueException;
import software.amazon.awssdk.services.lambda.model.PackageType;
import software.amazon.awssdk.services.lambda.model.VpcConfig;

/** A function from a container image, in the private subnets; its unpublished version, and what all versions share. */
public final class FunctionStep extends AwsStep<FunctionStep.Live> {
    private static final String CONCURRENCY = "reserved_concurrency";
    private final Spec spec;
    private final Parts parts;
    private final Owner owner;
    private final Api<LambdaClient> lambda;

    /**
     * What is wanted.
     *
     * @param name at most 64 characters
     * @param memory MiB
     * @param timeout seconds
     * @param reservedConcurrency the cap on concurrent instances; empty: the account's
     */
    public record Spec(
            String name,
            int memory,
            int timeout,
            CpuArchitecture architecture,
            OptionalInt reservedConcurrency,
            ContainerVariables variables) {}

    /** What it is made of. */
    public record Parts(Ref<ImageStep.Live> image, RoleSource role, Placement placement) {}

    /** @param order what must be there before it, without being part of it: its log group, the rules of its security group */
    public FunctionStep(
            StepKey key, Spec spec, Parts parts, Set<StepKey> order, Owner owner, Api<LambdaClient> lambda) {
        super(
                key,
                "lambda",
                needs(
                        needs(needs(parts.image()), parts.placement().needs()),
                        needs(needs(parts.role().needs(), spec.variables().needs()), order)));
        this.spec = spec;
        this.parts = parts;
        this.owner = owner;
        this.lambda = lambda;
    }

    /**
     * A function that exists.
     *
     * @param imageUri of its unpublished version
     * @param shape of its unpublished version
     * @param state whether it is active, and no update is under way or has failed
     */
    public record Live(
            FunctionArn arn,
            String name,
            String imageUri,
            FunctionShape shape,
            OptionalInt reservedConcurrency,
            Readiness state,
            Map<String, String> tags) {
        boolean settled() {
            return state instanceof Readiness.Ready;
        }
    }

    @Override
    public Optional<Live> find() {
        return lambda.find(c -> c.getFunction(r -> r.functionName(spec.name()))).map(this::live);
    }

    private Live live(GetFunctionResponse answer) {
        if (!owner.owns(answer.tags())) {
            throw new NameTaken(
                    "the function " + spec.name() + " exists and does not belong to " + owner.prefix(),
                    "delete it, or choose another name for the environment",
                    null);
        }
        FunctionConfiguration configuration = answer.configuration();
        return new Live(
                new FunctionArn(configuration.functionArn()),
                configuration.functionName(),
                answer.code() == null || answer.code().imageUri() == null
                        ? ""
                        : answer.code().imageUri(),
                FunctionShape.of(configuration),
                answer.concurrency() == null || answer.concurrency().reservedConcurrentExecutions() == null
                        ? OptionalInt.empty()
                        : OptionalInt.of(answer.concurrency().reservedConcurrentExecutions()),
                FunctionState.of(configuration),
                answer.tags());
    }

    @Override
    protected Changes comparison(Live live) {
        Changes code = new Changes()
                .tags(live.tags(), owner.tags(key()))
                .known("image_uri", live.imageUri(), parts.image().live().map(ImageStep.Live::uri));
        return live.shape()
                .settingsTo(shapeWanted(live), code)
                .field(CONCURRENCY, text(live.reservedConcurrency()), text(spec.reservedConcurrency()));
    }

    /** What the function will be like once it is as it is wanted. */
    FunctionShape.Wanted shapeWanted(Live live) {
        return new FunctionShape.Wanted(
                parts.image().live().map(image -> code(live, image)),
                spec.memory(),
                spec.timeout(),
                architecture(),
                parts.role().arn(),
                spec.variables().references(),
                parts.placement().knownSubnets(),
                parts.placement().knownGroups());
    }

    /** What Lambda calls the code of an image: for one that the function has, as told; for another its digest, as far as we know. */
    private static String code(Live live, ImageStep.Live image) {
        return image.uri().equals(live.imageUri())
                ? live.shape().code()
                : image.digest().replace("sha256:", "");
    }

    private Architecture architecture() {
        return switch (spec.architecture()) {
            case X86_64 -> Architecture.X86_64;
            case ARM64 -> Architecture.ARM64;
        };
    }

    private static String text(OptionalInt concurrency) {
        return concurrency.isPresent() ? String.valueOf(concurrency.getAsInt()) : "the account's";
    }

    private VpcConfig vpc() {
        return VpcConfig.builder()
                .subnetIds(parts.placement().subnetIds())
                .securityGroupIds(parts.placement().groupId())
                .build();
    }

    /** Secrets by where they are kept: who may see the function's configuration must not see their values. */
    private Map<String, String> variables() {
        return spec.variables()
                .references()
                .orElseThrow(() -> new IllegalStateException(key() + ": a secret is not live"));
    }

    @Override
    public Live create() {
        lambda.ensure(
                FunctionState.CONFLICT,
                FunctionState.PROPAGATION,
                FunctionState::notKnownYet,
                c -> c.createFunction(r -> r.functionName(spec.name())
                        .packageType(PackageType.IMAGE)
                        .code(code -> code.imageUri(parts.image().require().uri()))
                        .architectures(architecture())
                        .memorySize(spec.memory())
                        .timeout(spec.timeout())
                        .role(parts.role().require().value())
                        .environment(e -> e.variables(variables()))
                        .vpcConfig(vpc())
                        .tags(owner.tags(key()))));
        if (spec.reservedConcurrency().isPresent()) {
            putConcurrency();
        }
        return live(lambda.settle(c -> c.getFunction(r -> r.functionName(spec.name()))));
    }

    @Override
    public Live converge(Live live, List<Change> changes) {
        if (Changes.touch(changes, "tags")) {
            lambda.run(c -> c.tagResource(r -> r.resource(live.arn().value()).tags(owner.tags(key()))));
        }
        if (Changes.touch(changes, "image_uri") || Changes.touch(changes, "architecture")) {
            lambda.settle(
                    FunctionState.UPDATE,
                    FunctionState::busy,
                    c -> c.updateFunctionCode(r -> r.functionName(spec.name())
                            .imageUri(parts.image().require().uri())
                            .architectures(architecture())));
        }
        if (FunctionState.CONFIGURATION.stream().anyMatch(field -> Changes.touch(changes, field))) {
            lambda.settle(
                    FunctionState.UPDATE,
                    refused -> FunctionState.busy(refused) || FunctionState.notKnownYet(refused),
                    c -> c.updateFunctionConfiguration(r -> r.functionName(spec.name())
                            .memorySize(spec.memory())
                            .timeout(spec.timeout())
                            .role(parts.role().require().value())
                            .environment(e -> e.variables(variables()))
                            .vpcConfig(vpc())));
        }
        if (Changes.touch(changes, CONCURRENCY)) {
            putConcurrency();
        }
        return live(lambda.call(c -> c.getFunction(r -> r.functionName(spec.name()))));
    }

    private void putConcurrency() {
        if (spec.reservedConcurrency().isPresent()) {
            int cap = spec.reservedConcurrency().getAsInt();
            lambda.settle(
                    FunctionState.UPDATE,
                    FunctionState::busy,
                    c -> c.putFunctionConcurrency(
                            r -> r.functionName(spec.name()).reservedConcurrentExecutions(cap)));
        } else {
            lambda.delete(c -> c.deleteFunctionConcurrency(r -> r.functionName(spec.name())));
        }
    }

    @Override
    public Readiness probe(Live live) {
        return live.settled() ? Readiness.ready() : new FunctionState(lambda).probe(spec.name(), "$LATEST");
    }

    /**
     * Takes the function out of the VPC first, for Lambda then lets go of its network interfaces much sooner; deleted while
     * that is under way, it would not: hashicorp/terraform-provider-aws#265. Where it cannot be taken out, as without its image
     * or its role, it goes as it is.
     */
    @Override
    public void delete(Live live) {
        boolean failed = live.state() instanceof Readiness.Failed;
        if (!failed && !live.shape().subnets().isEmpty()) {
            lambda.delete(c -> {
                try {
                    c.updateFunctionConfiguration(r -> r.functionName(spec.name())
                            .vpcConfig(v -> v.subnetIds(List.of()).securityGroupIds(List.of())));
                } catch (InvalidParameterValueException withoutRole) {
                    c.deleteFunction(r -> r.functionName(spec.name()));
                }
            });
        } else if (failed || live.settled()) {
            lambda.delete(c -> c.deleteFunction(r -> r.functionName(spec.name())));
        }
    }

    @Override
    public Set<String> actions() {
        return Set.of(
                "ec2:DescribeSecurityGroups",
                "ec2:DescribeSubnets",
                "ec2:DescribeVpcs",
                "iam:PassRole",
                "lambda:CreateFunction",
                "lambda:DeleteFunction",
                "lambda:DeleteFunctionConcurrency",
                "lambda:GetFunction",
                "lambda:GetFunctionConfiguration",
                "lambda:PutFunctionConcurrency",
                "lambda:TagResource",
                "lambda:UpdateFunctionCode",
                "lambda:UpdateFunctionConfiguration");
    }

    @Override
    public int typicalSeconds() {
        return 90;
    }
}
