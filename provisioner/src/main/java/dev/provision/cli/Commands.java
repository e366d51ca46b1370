package dev.provision.cli;

import dev.provision.aws.AwsConnection;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Stream;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.codegen.docgen.manpage.ManPageGenerator;

/** All commands under one root. */
final class Commands {
    private Commands() {}

    /** Runs a command line and returns its exit code. */
    static int execute(Surroundings surroundings, String... args) {
        if (List.of("--version").equals(List.of(args))) {
            // What everybody tries first: without reading all commands' annotations, which takes half of its time.
            Stream.of(new Version().getVersion())
                    .forEach(surroundings.terminal().out()::println);
            return ExitCode.DONE.code();
        }
        return commandLine(surroundings, args).execute(args);
    }

    /** With the one command that is wanted where it is one that people wait for: building all takes longer than it runs. */
    private static CommandLine commandLine(Surroundings surroundings, String... args) {
        return switch (args.length == 0 ? "" : args[0]) {
            case "up" -> alone(surroundings, new UpCommand(surroundings));
            case "status" -> alone(surroundings, new StatusCommand(surroundings));
            case "plan" -> alone(surroundings, new PlanCommand(surroundings));
            case "teardown" -> alone(surroundings, new TeardownCommand(surroundings));
            default -> commandLine(surroundings);
        };
    }

    private static CommandLine alone(Surroundings surroundings, ReportingCommand command) {
        AwsConnection.prepare();
        CommandSpec root = root();
        CommandSpec only = command.spec();
        List.of(root, only).forEach(Commands::standardOptions);
        return shown(surroundings, new CommandLine(root.addSubcommand(only.name(), only)));
    }

    private static CommandSpec root() {
        CommandSpec root = CommandSpec.create().name("provision").versionProvider(new Version());
        root.usageMessage()
                .description(
                        "Takes a Helidon service to AWS, as Lambda function and Fargate task behind one load balancer.")
                .synopsisSubcommandLabel("COMMAND")
                .footer(
                        "",
                        "Exit codes: 0 done, 1 failed, 2 usage or configuration, 3 rolled back,",
                        "4 locked, 5 leftovers, or something to do for plan --detailed-exitcode,",
                        "130 interrupted.");
        return root;
    }

    /** Those of picocli, which has them as annotations. */
    private static void standardOptions(CommandSpec command) {
        command.addOption(OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("Show this help message and exit.")
                        .build())
                .addOption(OptionSpec.builder("-V", "--version")
                        .versionHelp(true)
                        .description("Print version information and exit.")
                        .build());
    }

    static CommandLine commandLine(Surroundings surroundings) {
        CommandLine root = new CommandLine(root())
                .addSubcommand(new UpCommand(surroundings).spec())
                .addSubcommand(new RollbackCommand(surroundings).spec())
                .addSubcommand(new ReleasesCommand(surroundings).spec())
                .addSubcommand(new StatusCommand(surroundings).spec())
                .addSubcommand(new TeardownCommand(surroundings).spec())
                .addSubcommand(new PlanCommand(surroundings).spec())
                .addSubcommand(new UnlockCommand(surroundings).spec())
                .addSubcommand(new LogsCommand(surroundings).spec())
                .addSubcommand(new DashboardCommand(surroundings).spec())
                .addSubcommand(new ProbeCommand(surroundings).spec())
                .addSubcommand(new OpenCommand(surroundings).spec())
                .addSubcommand(new ExecCommand(surroundings).spec())
                .addSubcommand(new LocalCommand(surroundings).spec())
                .addSubcommand(new EnvsCommand(surroundings).spec())
                .addSubcommand(new ConfigCommand(surroundings).spec())
                .addSubcommand(new PolicyCommand(surroundings).spec())
                .addSubcommand(new DoctorCommand(surroundings).spec())
                .addSubcommand(new CommandLine(new CostCommand(surroundings).spec())
                        .addSubcommand(new UpdatePricesCommand(surroundings).spec()))
                .addSubcommand(new SimulateCommand(surroundings).spec())
                .addSubcommand(named("completion", new GenerateCompletion()))
                .addSubcommand(named("manpages", new ManPageGenerator()))
                .addSubcommand(new HelpCommand());
        help(root);
        return shown(surroundings, root);
    }

    /** A command of picocli's, whose own name is another. */
    private static CommandLine named(String name, Object command) {
        return new CommandLine(command).setCommandName(name);
    }

    private static CommandLine shown(Surroundings surroundings, CommandLine root) {
        return root.setParameterExceptionHandler((wrong, _) -> refused(wrong))
                .setOut(writer(surroundings.terminal().out()))
                .setErr(writer(surroundings.terminal().err()))
                .setColorScheme(CommandLine.Help.defaultColorScheme(
                        surroundings.terminal().colour() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF))
                .setUsageHelpAutoWidth(false)
                .setUsageHelpWidth(Math.clamp(surroundings.terminal().width(), 80, 120));
    }

    private static void help(CommandLine command) {
        command.getCommandSpec().mixinStandardHelpOptions(true);
        command.getSubcommands().values().forEach(Commands::help);
    }

    /** Without the whole usage, above which nobody would see what is wrong. */
    private static int refused(ParameterException wrong) {
        CommandLine command = wrong.getCommandLine();
        command.getErr().println(command.getColorScheme().errorText(Mistyped.message(wrong)));
        command.getErr().println("  next: " + command.getCommandSpec().qualifiedName() + " --help");
        return ExitCode.USAGE.code();
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, stream.charset());
    }
}
