package dev.provision.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.provision.aws.ecr.RegistryTarget;
import dev.provision.config.Environment;
import dev.provision.image.RegistryProxy;
import dev.provision.localcloud.wire.AwsError;
import dev.provision.localcloud.wire.Fault;
import dev.provision.localcloud.wire.RequestLog.Entry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.ecr.EcrClient;

/** What commands show before they do it, when they ask, whom they cannot ask, and how they end: as it is typed. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class AskingTest {
    private static final String NOBODY = "and there is nobody to ask";
    private Account account;
    private Others others;
    private RegistryProxy registry;

    @BeforeAll
    void open(@TempDir Path folder) {
        assumeTrue(TinyImage.possible(), "there is no " + TinyImage.PERL);
        account = Account.open(folder);
        others = new Others(account.cloud());
        EcrClient ecr = account.client(EcrClient.builder());
        ecr.createRepository(r -> r.repositoryName("built-elsewhere"));
        String token =
                ecr.getAuthorizationToken().authorizationData().getFirst().authorizationToken();
        String password = new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8).substring(4);
        TinyImage.in(folder.resolve("image"), "v1")
                .push(
                        new RegistryTarget("127.0.0.1:" + account.cloud().port() + "/built-elsewhere", "AWS", password),
                        line -> {});
        registry = new RegistryProxy(account.cloud().endpoint(), Optional.of("Basic " + token));
        both("x");
    }

    @AfterAll
    void close() {
        if (account != null) {
            registry.close();
            account.close();
        }
    }

    private void both(String secret) {
        account.environment("dev", function("api", "TOKEN: " + secret, ""), function("web", "", ""));
    }

    private String function(String name, String variables, String settings) {
        return """
                  %1$s:
                    image: %2$s/built-elsewhere:v1
                    routing: { pathPattern: /%1$s/*, pathHealthCheck: /%1$s/health }
                    compute: { type: awsLambda, awsLambda: { memory: 512%4$s } }
                    environment: { %3$s }
                """.formatted(name, registry.host(), variables, settings);
    }

    private static String[] words(String line) {
        return line.split(" ");
    }

    private String told(int since) {
        return account.told().substring(since);
    }

    /** Where nobody can be asked. */
    private String run(int exit, String line) {
        int before = account.told().length();
        assertThat(account.run(words(line))).as(told(before)).isEqualTo(exit);
        return told(before);
    }

    private String runTyping(String typed, int exit, String line) {
        int before = account.told().length();
        assertThat(account.runAtTerminal(typed, words(line))).as(told(before)).isEqualTo(exit);
        return told(before);
    }

    private long last() {
        return account.cloud().requests().last();
    }

    private void onlyLockedSince(long before) {
        assertThat(account.cloud().requests().since(before))
                .filteredOn(Entry::mutating)
                .extracting(Entry::operation)
                .isSubsetOf("PutParameter", "DeleteParameter");
    }

    @Test
    @Order(0)
    void whatIsHalfMadeGoesWithoutItsConfiguration() {
        Environment half = account.environment("half", function("api", "", ""));
        account.faults()
                .decide((_, operation) -> operation.equals("CreateListener")
                        ? new Fault.Refusal(AwsError.badRequest("InvalidConfigurationRequest", "no"))
                        : new Fault.None());
        assertThat(run(1, "up --env half")).contains("listener/http: elasticloadbalancing:CreateListener: no");
        account.faults().clear();
        assertThat(account.inventory(half)).containsEntry("elasticloadbalancing loadbalancer", 1);
        String unnamed = "teardown --env half --name demo --cloud local --yes";
        assertThat(run(0, unnamed)).contains("the local cloud is not running at http://127.0.0.1:4566, so demo-half");
        assertThat(run(0, unnamed + " --local-port " + account.cloud().port()))
                .contains("  load-balancer/main\n", "0 resources left\n");
        assertThat(account.stack(half).sweep()).isEmpty();
        assertThat(run(0, "teardown --env half --yes")).contains("nothing of demo-half exists", "0 resources left");
    }

    @Test
    @Order(1)
    void anUpWhoseCredentialsExpireStopsAndTheNextGoesOn() {
        AtomicBoolean expired = new AtomicBoolean();
        AwsError refusal = new AwsError("ExpiredToken", 403, "The security token included in the request is expired");
        account.faults().decide((_, operation) -> {
            expired.compareAndSet(false, operation.equals("CreateLoadBalancer"));
            return expired.get() ? new Fault.Refusal(refusal) : new Fault.None();
        });
        String told = run(1, "up --env dev");
        account.faults().clear();
        assertThat(told)
                .contains("The security token included in the request is expired (ExpiredToken, request ")
                .contains("next: log in to AWS again, then repeat the command")
                .contains("the lock could not be given back; the next command takes it over")
                .doesNotContain("\tat ");
        // This very process held it, so that it is not seen to be gone.
        account.later(Duration.ofMinutes(3));
        assertThat(run(0, "up --env dev")).contains("taking the lock over").contains("demo-dev is up");
    }

    @Test
    @Order(2)
    void aPlanShowsEverythingAndChangesNothing() {
        long before = last();
        assertThat(run(0, "plan --env dev --detailed-exitcode")).contains("no changes");
        both("y");
        assertThat(run(5, "plan --env dev --detailed-exitcode"))
                .contains("~ function/api\n      environment other values of TOKEN\n")
                .doesNotContain("somebody else");
        account.environment("dev", function("api", "", ", provisionedConcurrency: 1"));
        assertThat(run(0, "plan --env dev"))
                .contains("- function/web")
                .containsPattern("costs \\$[0-9.]+ a month then instead of \\$[0-9.]+, without requests");
        String json = run(5, "plan --env dev --detailed-exitcode --output json");
        List<JsonNode> documents =
                json.lines().map(line -> JsonNode.parser().parse(line)).toList();
        JsonNode plan = documents.getFirst();
        assertThat(plan.field("changed").orElseThrow().asBoolean()).isTrue();
        assertThat(plan.field("drifted").orElseThrow().asBoolean()).isFalse();
        assertThat(plan.field("steps").orElseThrow().asArray())
                .anyMatch(step -> text(step, "step").equals("function/web")
                        && text(step, "action").equals("delete"))
                .anyMatch(step -> text(step, "step").equals("function/api")
                        && text(step, "action").equals("change"));
        assertThat(documents)
                .filteredOn(document -> text(document, "event").equals("cost"))
                .singleElement()
                .satisfies(cost -> assertThat(number(cost, "monthly")).isGreaterThan(number(cost, "monthlyBefore")));
        assertThat(account.cloud().requests().since(before)).noneMatch(Entry::mutating);
    }

    private static String text(JsonNode node, String field) {
        return node.field(field).orElseThrow().asString();
    }

    private static double number(JsonNode node, String field) {
        return Double.parseDouble(node.field(field).orElseThrow().asNumber());
    }

    @Test
    @Order(3)
    void anUpAsksBeforeItRemovesSomething() {
        account.environment("dev", function("api", "TOKEN: x", ""));
        long before = last();
        assertThat(run(2, "up --env dev"))
                .contains("- function/web", "up asks before it replaces or removes something, " + NOBODY)
                .contains("next: run it again with --yes");
        assertThat(runTyping("y\n", 1, "up --env dev"))
                .contains("- function/web", "Go on? Type yes to go on:", "nothing was changed");
        assertThat(runTyping("", 1, "up --env dev")).contains("nothing was changed");
        // What is written for machines has no question in it.
        assertThat(runTyping("yes\n", 2, "up --env dev --output json")).contains(NOBODY);
        onlyLockedSince(before);
        assertThat(runTyping("yes\n", 0, "up --env dev")).contains("Type yes to go on:", "demo-dev is up");
        assertThat(run(0, "plan --env dev --detailed-exitcode")).contains("no changes");
    }

    @Test
    @Order(4)
    void aPlanTellsWhoChangedAFieldSinceTheLastUp() {
        retained(30, "512");
        account.client(CloudWatchLogsClient.builder())
                .putRetentionPolicy(
                        r -> r.logGroupName("/aws/lambda/demo-dev-api").retentionInDays(90));
        assertThat(run(0, "plan --env dev"))
                .contains("; somebody else changed 1 since the last up\n")
                .contains(
                        "      retention_in_days 90 -> 30  (somebody else changed it, and so did the configuration)\n");
        assertThat(run(0, "plan --env dev --output json"))
                .contains("\"drifted\":true", "\"new\":\"30\",\"effect\":\"in-place\",\"by\":\"both\"}");

        // One that fails half-way has changed something, and nobody else has.
        retained(30, "640");
        account.faults()
                .decide((_, operation) -> operation.equals("UpdateFunctionConfiguration")
                        ? new Fault.Refusal(AwsError.badRequest("InvalidParameterValueException", "no"))
                        : new Fault.None());
        assertThat(run(3, "up --env dev")).contains("UpdateFunctionConfiguration: no");
        account.faults().clear();
        retained(60, "512");
        assertThat(run(0, "plan --env dev"))
                .contains("      retention_in_days 30 -> 60\n")
                .doesNotContain("somebody else");
        retained(14, "512");
        assertThat(run(0, "plan --env dev"))
                .contains("      retention_in_days 30 -> 14\n")
                .doesNotContain("somebody else");
        run(0, "up --env dev");
        assertThat(run(0, "plan --env dev --detailed-exitcode")).contains("no changes");
    }

    private void retained(int days, String memory) {
        account.environment(
                "dev",
                "logRetention: " + days,
                List.of(function("api", "TOKEN: x", "").replace("512", memory)));
    }

    @Test
    @Order(5)
    void aChangeThatTheAccountHasNoRoomForIsRefusedBeforehand() {
        account.environment("dev", function("api", "TOKEN: x", ", reservedConcurrency: 5000"));
        String refusal = "Lambda concurrency: 5000 are to be reserved or kept warm, and only 900 can be";
        long before = last();
        assertThat(run(1, "plan --env dev")).contains(refusal);
        assertThat(run(1, "up --env dev --yes")).contains("nothing was made", refusal);
        onlyLockedSince(before);
        account.environment("dev", function("api", "TOKEN: x", ""));
    }

    @Test
    @Order(6)
    void aLockIsRespectedWaitedForAndRemovedAfterAsking() {
        String holder = "locked by " + Others.HOLDER;
        others.lock();
        assertThat(run(4, "up --env dev"))
                .contains(holder)
                .containsPattern("since .* UTC, last sign of life \\d+ s ago")
                .contains("--wait 10m", "provision unlock --env dev");
        assertThat(run(4, "teardown --env dev --yes")).contains(holder);
        assertThat(run(4, "up --env dev --wait 1s")).contains("waiting for the lock, held by " + Others.HOLDER);
        int waiting = account.told().length();
        CompletableFuture<Integer> patient =
                CompletableFuture.supplyAsync(() -> account.run("up", "--env", "dev", "--wait", "10m"));
        while (!told(waiting).contains("waiting for the lock") && !patient.isDone()) {
            Thread.onSpinWait();
        }
        others.unlock();
        assertThat(patient.join()).as(told(waiting)).isZero();

        others.lock();
        assertThat(run(2, "unlock --env dev")).contains("unlock asks before it removes the lock, " + NOBODY);
        assertThat(runTyping("no\n", 1, "unlock --env dev"))
                .contains("demo-dev is " + holder, "last sign of life", "the lock was not removed");
        assertThat(runTyping("yes\n", 2, "unlock --env dev --output json")).contains(NOBODY);
        run(4, "up --env dev");
        assertThat(runTyping("yes\n", 0, "unlock --env dev")).contains("demo-dev is " + holder, "the lock is removed");
        assertThat(run(0, "unlock --env dev")).contains("demo-dev is not locked");
    }

    @Test
    @Order(7)
    void aTeardownAsksAndSaysWhatItKeeps() {
        long before = last();
        assertThat(run(2, "teardown --env dev")).contains("teardown asks before it deletes, " + NOBODY);
        assertThat(runTyping("yes\n", 1, "teardown --env dev")).contains("  function/api\n", "nothing was deleted");
        assertThat(runTyping("dev\n", 2, "teardown --env dev --output json")).contains(NOBODY);
        onlyLockedSince(before);
        assertThat(run(0, "teardown --env dev --yes --keep-logs --keep-images"))
                .contains("kept: log group /aws/lambda/demo-dev-api", "kept: repository demo-dev")
                .contains("0 resources left but the 2 that are kept");
        assertThat(runTyping("dev\n", 0, "teardown --env dev"))
                .contains("log-group/api", "repository/main", "0 resources left\n")
                .doesNotContain("kept");
    }
}
