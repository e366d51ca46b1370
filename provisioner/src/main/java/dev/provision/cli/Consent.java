package dev.provision.cli;

import dev.provision.graph.ProvisionException.ConfigInvalid;
import dev.provision.report.Report;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** Asks before something is done that cannot be undone. */
final class Consent {
    private final Flag yes = Flag.of("Do not ask.", "-y", "--yes");

    void addTo(CommandSpec command) {
        command.addOption(yes.option());
    }

    /**
     * @param why what asks and before what, for who runs this where nobody can be asked
     * @param question answered with {@code yes}
     * @throws ConfigInvalid if there is nobody to ask
     */
    boolean given(Surroundings surroundings, Report report, String why, String question) {
        return given(surroundings, report, why, question + " Type yes to go on:", "yes");
    }

    /** @param answer that means yes */
    boolean given(Surroundings surroundings, Report report, String why, String question, String answer) {
        if (yes.given()) {
            return true;
        }
        if (!surroundings.terminal().interactive() || !report.question(question)) {
            throw new ConfigInvalid(List.of(why + ", and there is nobody to ask"), "run it again with --yes");
        }
        return Answers.line(surroundings.in()).equals(answer);
    }
}
