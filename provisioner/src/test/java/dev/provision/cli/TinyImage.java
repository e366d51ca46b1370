package dev.provision.cli;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainer;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import dev.provision.aws.ecr.ImageSource;
import dev.provision.aws.ecr.RegistryTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A service that starts within milliseconds, as function and as task: a script for this machine's Perl. As a task it answers
 * {@code /fargate/NAME} with the environment variable of that name, and {@code /app/greet} is there for ECS Exec.
 */
final class TinyImage implements ImageSource {
    static final Path PERL = Path.of("/usr/bin/perl");

    /** What the tag starts with of an image whose tasks end. */
    static final String BROKEN = "broken";

    /** What the tag starts with of an image whose functions end. */
    static final String BROKEN_FUNCTION = "function-broken";

    /** What these tasks and functions write before. */
    static final String LAST_WORDS = "cannot find the database";

    private static final String END = "print \"" + LAST_WORDS + "\\n\"; exit 1;\n";
    private static final String PROGRAM = """
            #!/usr/bin/perl
            use strict; use IO::Socket::INET; $| = 1; $SIG{PIPE} = 'IGNORE';
            sub head { my $s = shift; my $text = ''; while (my $line = <$s>) { $text .= $line; last if $line =~ /^\\r?\\n$/ } $text }
            if (my $api = $ENV{AWS_LAMBDA_RUNTIME_API}) {
              %f
              while (1) {
                my $next = IO::Socket::INET->new(PeerAddr => $api) or exit 1;
                print $next "GET /2018-06-01/runtime/invocation/next HTTP/1.1\\r\\nHost: $api\\r\\nConnection: close\\r\\n\\r\\n";
                head($next) =~ /lambda-runtime-aws-request-id: *(\\S+)/i or exit 1;
                my $id = $1;
                close $next;
                my $body = '{"statusCode":200,"multiValueHeaders":{"content-type":["application/json"]},'
                  . '"body":"{\\\\"compute\\\\":\\\\"lambda\\\\"}","isBase64Encoded":false}';
                my $answer = IO::Socket::INET->new(PeerAddr => $api) or exit 1;
                print $answer "POST /2018-06-01/runtime/invocation/$id/response HTTP/1.1\\r\\nHost: $api\\r\\nConnection: close\\r\\n"
                  . "Content-Length: " . length($body) . "\\r\\n\\r\\n$body";
                head($answer);
                close $answer;
                print "Completed GET /lambda/health in 0ms\\n";
              }
            }
            %s
            my $server = IO::Socket::INET->new(Listen => 64, ReuseAddr => 1, LocalPort => 8080,
              LocalAddr => $ENV{SERVER_HOST} || '0.0.0.0') or die "cannot listen: $!";
            print "serving\\n";
            while (my $client = $server->accept) {
              my ($name) = head($client) =~ m{^GET /fargate/([A-Z]+) };
              print "Completed GET /fargate/health in 0ms\\n";
              my $body = defined $name ? $ENV{$name} // '' : '{"compute":"fargate"}';
              print $client "HTTP/1.1 200 OK\\r\\nContent-Type: application/json\\r\\nConnection: close\\r\\nContent-Length: "
                . length($body) . "\\r\\n\\r\\n$body";
              close $client;
            }
            """;
    /** What people run in a task. */
    private static final String GREETING = """
            #!/bin/sh
            echo "${SERVER_HOST%%.*} with $# words, the last: $2"
            read line && echo "<$line>"
            """;

    private final Path folder;
    private final String tag;

    private TinyImage(Path folder, String tag) {
        this.folder = folder;
        this.tag = tag;
    }

    static boolean possible() {
        return Files.isExecutable(PERL);
    }

    /** @param folder for the program and Jib's caches */
    static TinyImage in(Path folder, String tag) {
        try {
            Files.createDirectories(folder);
            Files.writeString(
                    folder.resolve("run"),
                    PROGRAM.replace("%s", tag.startsWith(BROKEN) ? END : "")
                            .replace("%f", tag.startsWith(BROKEN_FUNCTION) ? END : ""));
            Files.writeString(folder.resolve("greet"), GREETING);
            return new TinyImage(folder, tag);
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Override
    public Optional<String> contentTag() {
        return Optional.of(tag);
    }

    @Override
    public String push(RegistryTarget target, Consumer<String> progress) {
        // As JibPush does: the local registry speaks HTTP.
        System.setProperty("sendCredentialsOverHttp", "true");
        try {
            JibContainer pushed = Jib.fromScratch()
                    .setPlatforms(Set.of(new Platform("amd64", "linux")))
                    .addFileEntriesLayer(FileEntriesLayer.builder()
                            .addEntry(
                                    folder.resolve("run"),
                                    AbsoluteUnixPath.get("/app/run"),
                                    FilePermissions.fromOctalString("755"))
                            .addEntry(
                                    folder.resolve("greet"),
                                    AbsoluteUnixPath.get("/app/greet"),
                                    FilePermissions.fromOctalString("755"))
                            .build())
                    .addLabel("tag", tag)
                    .setEntrypoint("/app/run")
                    .containerize(Containerizer.to(RegistryImage.named(target.repository() + ":" + tag)
                                    .addCredential(target.user(), target.password()))
                            .setAllowInsecureRegistries(true)
                            .setApplicationLayersCache(folder.resolve("layers"))
                            .setBaseImageLayersCache(folder.resolve("base")));
            return pushed.getDigest().toString();
        } catch (Exception failed) {
            // Jib's checked exceptions have no common type; none of them is expected.
            throw new IllegalStateException(failed);
        }
    }
}
