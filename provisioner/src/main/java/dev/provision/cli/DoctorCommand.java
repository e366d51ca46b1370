package dev.provision.cli;

import dev.provision.aws.doctor.Finding;
import dev.provision.config.Cloud;
import dev.provision.config.Environment;
import dev.provision.report.Report;
import dev.provision.stack.Doctor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;

@Command(
        name = "doctor",
        description = "Check what stands in an environment's way: configuration, credentials, quotas, and each hop of a"
                + " request.",
        footer =
                "Changes nothing and sends no request to the service. Exit code 1: something is in the way, and is named.")
final class DoctorCommand extends ReportingCommand {
    DoctorCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run(Report report) {
        Environment environment = target().environment(surroundings());
        LocalClouds.of(environment, surroundings(), report).ifPresent(LocalClouds::expectRunning);
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.good("configuration", environment.prefix() + " in " + environment.region()));
        region(environment).ifPresent(findings::add);
        Doctor doctor = Runners.fresh(environment, surroundings(), report)
                .doctor(surroundings().clock().instant());
        findings.addAll(doctor.beforehand());
        List<Finding> hops = doctor.wayIn();
        findings.addAll(hops);
        Examination examination = target().examined(findings, surroundings());
        examination.lines().forEach(report::line);
        if (hops.size() > 1 && hops.stream().anyMatch(hop -> hop.grade() == Finding.Grade.BAD)) {
            report.line("  next: provision plan --env " + environment.env()
                    + " shows what somebody has changed, and up takes it back; provision status and logs show why targets"
                    + " do not serve");
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("environment", environment.env());
        document.put("good", examination.good());
        document.put("checks", examination.documents());
        report.document(document);
        return examination.good() ? ExitCode.DONE : ExitCode.FAILED;
    }

    /** The CLI of AWS reads this variable, the SDK for Java does not; here the configuration says the region. */
    private Optional<Finding> region(Environment environment) {
        return Optional.ofNullable(surroundings().variables().get("AWS_DEFAULT_REGION"))
                .filter(region -> environment.cloud() instanceof Cloud.Aws && !region.equals(environment.region()))
                .map(region -> Finding.note(
                        "region",
                        "AWS_DEFAULT_REGION is " + region + ", and the configuration's " + environment.region()
                                + " is used"));
    }
}
