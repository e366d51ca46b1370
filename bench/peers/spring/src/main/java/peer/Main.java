package peer;

import java.time.Instant;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@SpringBootApplication
@RestController
public class Main {
    private final String startedAt = Instant.now().toString();

    private record Health(String status, String compute, String version, String startedAt) {}

    @GetMapping("/health")
    Health health() {
        return new Health("UP", "local", "1", startedAt);
    }

    public static void main(String[] args) {
        SpringApplication application = new SpringApplication(Main.class);
        application.setDefaultProperties(Map.of(
                "server.port", System.getenv("SERVER_PORT"),
                "server.address", "127.0.0.1",
                "spring.threads.virtual.enabled", "true",
                "spring.main.banner-mode", "off"));
        application.run(args);
    }
}
