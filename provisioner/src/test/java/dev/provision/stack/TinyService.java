package dev.provision.stack;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FileEntry;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import dev.provision.aws.ecr.ImageSource;
import dev.provision.aws.ecr.RegistryTarget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The image of a service that starts in no time, on both computes: a Python script. It answers every path with its compute,
 * and {@code /…/variables} with its environment variables that start with {@code DEMO_}.
 */
final class TinyService implements ImageSource {
    private static final Path PYTHON = Path.of("/usr/bin/python3");
    private static final String PROGRAM = """
            #!/usr/bin/python3 -u
            import http.server, json, os, urllib.request
            def answer(compute, path):
                if path.endswith('/variables'):
                    return json.dumps({k: v for k, v in os.environ.items() if k.startswith('DEMO_')})
                return json.dumps({'compute': compute, 'path': path})
            api = os.environ.get('AWS_LAMBDA_RUNTIME_API')
            if api:
                base = 'http://' + api + '/2018-06-01/runtime/invocation/'
                while True:
                    with urllib.request.urlopen(base + 'next') as next:
                        id = next.headers['Lambda-Runtime-Aws-Request-Id']
                        path = json.load(next).get('path', '/')
                    body = {'statusCode': 200, 'headers': {'content-type': 'application/json'}, 'body': answer('lambda', path)}
                    urllib.request.urlopen(urllib.request.Request(base + id + '/response', data=json.dumps(body).encode()))
            class Handler(http.server.BaseHTTPRequestHandler):
                def do_GET(self):
                    self.send_response(200); self.end_headers()
                    self.wfile.write(answer('fargate', self.path).encode())
            http.server.ThreadingHTTPServer((os.environ['SERVER_HOST'], 8080), Handler).serve_forever()
            """;
    private final Path folder;
    private final String tag;

    /** @param tag of the image: another one is another image */
    TinyService(Path folder, String tag) {
        assumeTrue(Files.isExecutable(PYTHON), "there is no " + PYTHON);
        this.folder = folder;
        this.tag = tag;
    }

    @Override
    public Optional<String> contentTag() {
        return Optional.of(tag);
    }

    @Override
    public String push(RegistryTarget target, Consumer<String> progress) {
        try {
            Path script = Files.writeString(folder.resolve("main-" + tag + ".py"), PROGRAM + "# " + tag + "\n");
            FileEntriesLayer layer = FileEntriesLayer.builder()
                    .setName("program")
                    .addEntry(new FileEntry(
                            script,
                            AbsoluteUnixPath.get("/app/main.py"),
                            FilePermissions.fromOctalString("755"),
                            Instant.EPOCH))
                    .build();
            return PushedLayer.push(target, tag, layer, "/app/main.py", folder);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
