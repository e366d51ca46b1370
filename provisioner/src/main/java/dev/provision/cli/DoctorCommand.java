package dev.provision.cli;

import dev.provision.config.Cloud;
import dev.provision.config.Environment;
import dev.provision.report.Fields;
import dev.provision.report.Report;
import dev.provision.stack.Doctor;
import dev.provision.stack.Stack;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "doctor",
        description = "Check what stands in an environment's way: configuration, credentials, quotas, and each hop of a"
                + " request.",
        footer =
                "Changes nothing and sends no request to the service. Exit code 1: something is in the way, and is named.")
final class DoctorCommand extends ReportingCommand {
    @Mixin
    private TargetOptions target = new TargetOptions();

    DoctorCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run(Report report) {
        Environment environment = target.environment(surroundings());
        LocalClouds.of(environment, surroundings(), report).ifPresent(LocalClouds::expectRunning);
        List<Doctor.Line> lines = new ArrayList<>();
        lines.add(new Doctor.Line("configuration", true, environment.prefix() + " in " + environment.region()));
        region(environment).ifPresent(lines::add);
        Stack stack = Runners.fresh(environment, surroundings(), report);
        lines.addAll(stack.doctor().account());
        lines.addAll(stack.doctor().wayIn());
        lines.forEach(line -> report.line((line.good() ? "ok   " : "BAD  ") + line.check() + ": " + line.detail()));
        boolean good = lines.stream().allMatch(Doctor.Line::good);
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("environment", environment.env());
        document.put("good", good);
        document.put("checks", lines.stream().map(DoctorCommand::document).toList());
        report.document(document);
        return good ? ExitCode.DONE : ExitCode.FAILED;
    }

    /** The CLI of AWS reads this variable, the SDK for Java does not; here the configuration says the region. */
    private Optional<Doctor.Line> region(Environment environment) {
        return Optional.ofNullable(surroundings().variables().get("AWS_DEFAULT_REGION"))
                .filter(region -> environment.cloud() instanceof Cloud.Aws && !region.equals(environment.region()))
                .map(region -> new Doctor.Line(
                        "region",
                        true,
                        "AWS_DEFAULT_REGION is " + region + ", and the configuration's " + environment.region()
                                + " is used"));
    }

    private static Map<String, Object> document(Doctor.Line line) {
        return Fields.of("check", line.check(), "good", line.good(), "detail", line.detail());
    }
}
