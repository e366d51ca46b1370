package dev.provision.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.provision.aws.AwsConnection;
import dev.provision.aws.ecr.RegistryTarget;
import dev.provision.browser.Browser;
import dev.provision.config.Environment;
import dev.provision.graph.ProvisionException.StepFailed;
import dev.provision.image.CopiedImage;
import dev.provision.image.RegistryProxy;
import dev.provision.probe.Visitors;
import dev.provision.report.PlanView;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.route53.Route53Client;

/** What people do with an environment that runs: one of both computes, with real processes behind its load balancer. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class DayTwoTest {
    private final HttpClient http = HttpClient.newHttpClient();
    private Account account;
    private Optional<Browser> opened = Optional.empty();

    @BeforeAll
    void up(@TempDir Path home) {
        assumeTrue(TinyImage.possible(), "there is no " + TinyImage.PERL);
        account = Account.open(home);
        Environment environment = account.environment("dev", Account.LAMBDA, Account.FARGATE);
        var _ = account.up(environment);
    }

    /** One for all tests: to start it takes longer than to use it. */
    private Browser browser() {
        Browser browser = opened.orElseGet(Browser::open);
        opened = Optional.of(browser);
        return browser;
    }

    @AfterAll
    void close() {
        opened.ifPresent(Browser::close);
        http.close();
        if (account != null) {
            account.close();
        }
    }

    private void ask(String path, int times) throws IOException, InterruptedException {
        for (int time = 0; time < times; time++) {
            URI url = URI.create("http://127.0.0.1:" + account.httpPort() + path);
            assertThat(http.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    @Order(1)
    void the_console_shows_what_runs_as_it_changes() throws IOException, InterruptedException {
        Browser browser = browser();
        browser.visit(account.cloud().endpoint().resolve("/_console"));
        ask("/lambda/health", 2);
        ask("/fargate/health", 8);
        // Without a reload: the page follows what happens.
        browser.await("document.body.innerText.includes('1/1 healthy')");
        browser.await("/● (warm|busy) [0-9a-f]{8}/.test(document.body.innerText)");
        browser.await("[...document.querySelectorAll('.numbers span:nth-child(2) b')]"
                + ".some(number => Number(number.textContent) > 0)");
        assertThat(browser.text())
                .contains("/lambda/*", "/fargate/*", "anything else", "NAT available", "10.0.10.0/24 · 1 task");
        browser.prefersDark(false);
        browser.picture("console-light");
        browser.prefersDark(true);
        browser.picture("console-dark");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    @Order(2)
    void the_console_is_for_keyboards_too() throws IOException, InterruptedException {
        Browser browser = browser();
        browser.visit(account.cloud().endpoint().resolve("/_console"));
        ask("/lambda/health", 1);
        // A snapshot between a function's answer and its end says busy, and the next one comes a second later.
        browser.await("/● warm [^]*running/.test(document.body.innerText)");
        browser.tabTo("active.textContent.includes('warm')");
        browser.press("Enter");
        browser.await("!document.getElementById('log').hidden"
                + " && document.getElementById('lines').textContent.includes('REPORT RequestId')");
        browser.picture("console-log");
        browser.press("Escape");
        browser.await("document.getElementById('log').hidden");

        String task = browser.evaluate("[...document.querySelectorAll('.thing button')]"
                        + ".find(b => b.textContent.includes('running')).dataset.key")
                .asText();
        browser.tabTo("active.textContent === 'crash'");
        browser.press("Enter");
        browser.await("[...document.querySelectorAll('.thing button')].some(b => b.textContent.includes('running')"
                + " && b.dataset.key !== '" + task + "')");

        browser.tabTo("active.id === 'inject'");
        browser.press("Enter");
        browser.await("document.getElementById('pending').textContent.startsWith('Waiting: ')");
        assertThat(account.faults().pending()).isNotEmpty();
        browser.tabTo("active.id === 'forget'");
        browser.press("Enter");
        browser.await("document.getElementById('pending').textContent === 'No fault is waiting.'");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    @Order(3)
    void the_dashboard_opens_without_a_network(@TempDir Path folder) throws IOException {
        Path page = folder.resolve("dashboard.html");
        assertThat(account.run("dashboard", "--env", "dev", "--html", page.toString()))
                .as(account.told())
                .isZero();
        assertThat(Files.readString(page))
                .contains("Permission is hereby granted")
                .doesNotContain("<script src", "<link");
        Browser browser = browser();
        browser.visit(page.toUri());
        browser.await("document.querySelectorAll('.plot canvas').length === 10");
        assertThat(browser.text())
                .contains("demo-dev in eu-west-2", "Routes", "Alarms", "Invocations", "HealthyHostCount");
        browser.prefersDark(false);
        // Something is drawn in the colour of the first line, here #2458c5: the invocations.
        browser.await("(() => { const canvas = document.querySelector('.plot canvas');"
                + " const all = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;"
                + " for (let i = 0; i < all.length; i += 4)"
                + " if (all[i] === 0x24 && all[i + 1] === 0x58 && all[i + 2] === 0xc5) return true;"
                + " return false; })()");
        browser.picture("dashboard-light");
        browser.prefersDark(true);
        browser.picture("dashboard-dark");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    @Order(4)
    void the_costs_open_without_a_network(@TempDir Path folder) {
        Path page = folder.resolve("cost.html");
        assertThat(account.run("cost", "--env", "dev", "--requests-per-day", "50000", "--html", page.toString()))
                .isZero();
        Browser browser = browser();
        browser.visit(page.toUri());
        assertThat(browser.text()).contains("What demo-dev costs", "break-even: ", "Lambda against Fargate");
        assertThat(browser.evaluate("document.querySelectorAll('svg path').length")
                        .asInt())
                .isGreaterThan(3);
        browser.prefersDark(true);
        browser.picture("cost-dark");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    @Order(5)
    void the_probe_finds_where_the_time_goes() {
        assertThat(account.run("probe", "--env", "dev", "--requests", "30", "--concurrency", "3", "--output", "json"))
                .as(account.told())
                .isZero();
        String document = account.told().substring(account.told().lastIndexOf("{\"environment\""));
        JsonNode probed = JsonNode.parser().parse(document);
        assertThat(probed.field("balancerMillis").orElseThrow().asNumber())
                .satisfies(millis -> assertThat(Double.parseDouble(millis)).isPositive());
        assertThat(probed.field("routes").orElseThrow().asArray()).hasSize(2).allSatisfy(route -> {
            assertThat(route.field("failed").orElseThrow().asNumber()).isEqualTo("0");
            assertThat(route.field("logged").orElseThrow().asNumber()).isEqualTo("30");
        });
    }

    @Test
    @Order(6)
    void the_cost_of_the_traffic_that_it_had() throws IOException, InterruptedException {
        ask("/lambda/health", 5);
        assertThat(account.run("cost", "--env", "dev", "--actual", "1h"))
                .as(account.told())
                .isZero();
        assertThat(account.told())
                .containsPattern(
                        "traffic: lambda had \\d+ requests of [\\d.]+ ms; [\\d,]+ a day at the rate of the last 1h")
                .containsPattern("traffic: fargate had \\d+ requests");
        assertThat(account.run("cost", "--env", "dev", "--actual", "--tasks", "2"))
                .isEqualTo(2);
    }

    @Test
    @Order(7)
    void commands_are_let_into_tasks_once_that_is_enabled() {
        Environment shut = account.environment("dev", Account.LAMBDA, Account.FARGATE);
        assertThatThrownBy(() -> exec(shut))
                .hasMessageContaining("ECS Exec is not enabled for the tasks of service demo-dev-fargate-blue")
                .isInstanceOfSatisfying(StepFailed.class, refused -> assertThat(refused.remedy())
                        .startsWith("write enableExecuteCommand: true"));

        Environment open = account.environment(
                "dev",
                Account.LAMBDA,
                Account.FARGATE.replace("minInstances: 1", "enableExecuteCommand: true, minInstances: 1"));
        PlanView plan = account.up(open);
        assertThat(plan.destructive()).isFalse();
        assertThat(account.plan(open).changed()).isFalse();
        IamClient iam = client(IamClient.builder());
        assertThat(iam.getRolePolicy(r -> r.roleName("demo-dev-fargate-task").policyName("provision"))
                        .policyDocument())
                .contains("ssmmessages%3AOpenDataChannel");
        // New tasks have replaced those without it.
        assertThat(account.runTyping("dear task\n", "exec", "--env", "dev", "--", "/app/greet", "one", "it's 2"))
                .as(account.told())
                .isZero();
        assertThat(account.told()).contains("127 with 2 words, the last: it's 2\n", "\n<dear task>\n");
        assertThat(account.run("exec", "--env", "dev", "--", "/bin/none")).isEqualTo(1);
        assertThat(account.told())
                .contains("Unable to start command: Failed to start pty:", "no such file or directory")
                .contains("an image without a shell has no /bin/sh");
        assertThat(account.run("exec", "--env", "dev", "--container", "lambda", "--", "/bin/sh"))
                .isEqualTo(2);
        assertThat(account.told()).contains("lambda is a Lambda function: AWS lets nobody into its instances");

        String document = iam.getRolePolicy(
                        r -> r.roleName("demo-dev-fargate-task").policyName("provision"))
                .policyDocument();
        iam.deleteRolePolicy(r -> r.roleName("demo-dev-fargate-task").policyName("provision"));
        assertThatThrownBy(() -> exec(open)).hasMessageContaining("the agent of ECS Exec in task");
        iam.putRolePolicy(r -> r.roleName("demo-dev-fargate-task")
                .policyName("provision")
                .policyDocument(URLDecoder.decode(document, StandardCharsets.UTF_8)));
    }

    @Test
    @Order(8)
    void the_probe_trusts_the_certificate_that_the_load_balancer_was_given() {
        Route53Client dns = client(Route53Client.builder());
        dns.createHostedZone(r -> r.name("example.com").callerReference("probe"));
        Environment secured = account.environment(
                "dev",
                Account.LAMBDA.replace("/lambda/health }", "/lambda/health, domain: api.example.com }"),
                Account.FARGATE.replace("minInstances: 1", "enableExecuteCommand: true, minInstances: 1"));
        account.up(secured);
        assertThat(account.run("probe", "--env", "dev", "--requests", "6", "--concurrency", "2"))
                .as(account.told())
                .isZero();
        String url = account.stack(secured).endpoints().getFirst().url();
        assertThat(url).startsWith("https://");
        assertThat(new Visitors(1, Optional.empty())
                        .ask(URI.create(url), 1, 200)
                        .failures())
                .hasSize(1)
                .allSatisfy((reason, count) -> assertThat(reason).startsWith("SSLHandshakeException"));
    }

    @Test
    @Order(9)
    void an_image_that_is_built_already_takes_over_without_a_build(@TempDir Path folder)
            throws IOException, InterruptedException {
        EcrClient ecr = client(EcrClient.builder());
        ecr.createRepository(r -> r.repositoryName("built-elsewhere"));
        String token =
                ecr.getAuthorizationToken().authorizationData().getFirst().authorizationToken();
        String password = new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8).substring(4);
        String registry = "127.0.0.1:" + account.cloud().port();
        TinyImage.in(folder, "v7").push(new RegistryTarget(registry + "/built-elsewhere", "AWS", password), line -> {});
        try (RegistryProxy open = new RegistryProxy(account.cloud().endpoint(), Optional.of("Basic " + token))) {
            String image = "image: " + open.host() + "/built-elsewhere:v7\n    routing:";
            Environment environment = account.environment(
                    "dev", Account.LAMBDA.replace("routing:", image), Account.FARGATE.replace("routing:", image));
            assertThat(account.run("up", "--env", "dev", "--yes"))
                    .as(account.told())
                    .isZero();
            assertThat(account.told()).contains("copying " + open.host() + "/built-elsewhere:v7");
            ask("/lambda/health", 1);
            ask("/fargate/health", 1);
            String copied = new CopiedImage(
                            open.host() + "/built-elsewhere:v7",
                            environment.image().architecture(),
                            folder)
                    .contentTag();
            assertThat(layers(ecr, "demo-dev", copied)).isEqualTo(layers(ecr, "built-elsewhere", "v7"));
        }
    }

    private static List<String> layers(EcrClient ecr, String repository, String tag) {
        String manifest = ecr.batchGetImage(r -> r.repositoryName(repository)
                        .imageIds(ImageIdentifier.builder().imageTag(tag).build()))
                .images()
                .getFirst()
                .imageManifest();
        return JsonNode.parser().parse(manifest).field("layers").orElseThrow().asArray().stream()
                .map(layer -> layer.field("digest").orElseThrow().asString())
                .toList();
    }

    private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(B builder) {
        return AwsConnection.at(account.cloud().endpoint(), "eu-west-2", duration -> {})
                .client(builder);
    }

    private void exec(Environment environment) {
        account.stack(environment).exec(environment.containers().getLast(), "/bin/sh");
    }
}
