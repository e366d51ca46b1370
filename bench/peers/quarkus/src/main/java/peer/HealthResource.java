package peer;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.time.Instant;

@Path("/health")
public class HealthResource {
    private static final String STARTED_AT = Instant.now().toString();

    public record Health(String status, String compute, String version, String startedAt) {}

    @GET
    public Health health() {
        return new Health("UP", "local", "1", STARTED_AT);
    }
}
