package dev.provision.cli;

import dev.provision.aws.iam.PolicyDocument;
import dev.provision.config.Environment;
import dev.provision.graph.ProvisionException.ConfigInvalid;
import dev.provision.report.Report;
import dev.provision.stack.Stack;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "policy",
        description = "Print the IAM policy for the person or the machine that runs provision; make no call.",
        footer = "Made of what the steps of this environment call; * stands where AWS has no rights by resource.")
final class PolicyCommand extends ReportingCommand {
    @Option(
            names = "--part",
            paramLabel = "N",
            description = "Only the Nth of the parts that each fit into a managed policy, which has 6,144 characters at"
                    + " most; a role's own policies have 10,240.")
    private int part;

    PolicyCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run(Report report) {
        Environment environment = target().environment(surroundings());
        PolicyDocument policy = Stack.of(environment, surroundings().home()).operatorPolicy();
        List<String> parts = policy.managed().stream().map(PolicyDocument::json).toList();
        if (part < 0 || part > parts.size()) {
            throw new ConfigInvalid(
                    List.of("--part " + part + ": the policy of " + environment.prefix() + " has " + parts.size()
                            + (parts.size() == 1 ? " part" : " parts")),
                    "take one from 1 to " + parts.size() + ", or leave it out for the whole policy");
        }
        report.line(part == 0 ? policy.json() : parts.get(part - 1));
        report.document(Map.of("policy", policy.json(), "parts", parts));
        return ExitCode.DONE;
    }
}
