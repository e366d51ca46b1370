package dev.provision.release;

import dev.provision.aws.acm.CertificateTrust;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Judges a new version by requests through the load balancer that no client sends. */
final class SmokeGate {
    /** The header whose value the load balancer's rule asks for. */
    static final String HEADER = "X-Provision-Probe";

    private static final int ENOUGH = 3;

    /** Longer than a function's 10 s to start and 30 s to answer, so that its time-out is what is reported. */
    private static final Duration PATIENCE = Duration.ofSeconds(45);

    private final String token;
    private final Culprit culprit;
    private final Map<String, Integer> inARow = new HashMap<>();

    /** @param token the value of the header; a random one for each release */
    SmokeGate(String token, Culprit culprit) {
        this.token = token;
        this.culprit = culprit;
    }

    /** Asks once more. Some answers in a row pass, some failures in a row abort. */
    Verdict judge(Contest contest, String dnsName) {
        URI url = contest.site().smoke().url().apply(dnsName);
        int expected = contest.site().smoke().status();
        String seen = ask(url, contest.site().smoke().trust());
        boolean good = seen.equals(String.valueOf(expected));
        int row = inARow.merge(
                contest.site().container(),
                good ? 1 : -1,
                (before, now) -> Integer.signum(before) == Integer.signum(now) ? before + now : now);
        if (row >= ENOUGH) {
            return Verdict.pass();
        }
        if (good) {
            return Verdict.hold("smoke test: " + row + " of " + ENOUGH + " answers in a row are as expected");
        }
        String words = "smoke test: GET " + url.getPath() + " answered " + seen + ", expected " + expected;
        return row <= -ENOUGH ? Verdict.abort(words, culprit.lines(contest)) : Verdict.hold(words);
    }

    /** The status, or what went wrong instead. */
    private String ask(URI url, Optional<CertificateTrust> trust) {
        HttpClient.Builder settings = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5));
        trust.ifPresent(known -> settings.sslContext(known.context()));
        try (HttpClient client = settings.build()) {
            HttpRequest request = HttpRequest.newBuilder(url)
                    .timeout(PATIENCE)
                    .header(HEADER, token)
                    .build();
            return String.valueOf(
                    client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode());
        } catch (IOException noAnswer) {
            return noAnswer.toString();
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            return "nothing, for the run was interrupted";
        }
    }
}
