package dev.provision.cli;

import dev.provision.config.Environment;
import java.util.List;

/** Of an environment with a domain, whose alarms are sent by mail and into whose tasks commands are let. */
final class DomainChapters extends PolicyChapters {
    private static final String SETTINGS = "alarms: { email: ops@example.com }\nnetwork: { natGateways: single }\n";

    DomainChapters(Account account) {
        super(account);
    }

    @Override
    void othersWork() {
        var _ = new BroughtThings(account().cloud()).zone();
    }

    @Override
    Environment standard() {
        return at(", domain: api.example.com", SETTINGS);
    }

    private Environment at(String domain, String settings) {
        String health = "pathHealthCheck: /fargate/health";
        return account()
                .environment(
                        "dev",
                        settings,
                        List.of(
                                Account.LAMBDA,
                                Account.FARGATE
                                        .replace(health, health + domain)
                                        .replace("maxInstances: 2", "maxInstances: 2, enableExecuteCommand: true")));
    }

    @Override
    void write() {
        Runnable standing = () -> account().up(standard());
        chapter("up with a domain", this::beginAgain, standing);
        looks("with a domain", standing);
        chapter("exec", standing, () -> command("exec", "--", "/app/greet"));
        chapter("up with another domain", standing, () -> account().up(at(", domain: www.example.com", SETTINGS)));
        chapter("up with another address", standing, () -> account()
                .up(at(", domain: api.example.com", SETTINGS.replace("ops@", "others@"))));
        chapter("up without domain and address", standing, () -> account().up(at("", "")));
        chapter("teardown with a domain", standing, () -> command("teardown", "--yes"));
    }
}
