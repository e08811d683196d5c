package dev.baton.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.baton.host.HostSight;
import dev.baton.host.Observation;
import dev.baton.pair.HostId;
import dev.baton.pair.PairState;
import dev.baton.pair.Site;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** One host of a pair as last seen; stale sights are shown with their age, never hidden. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "One host of a pair as last seen")
public record HostStatus(
    String host,
    String site,
    @Schema(description = "application, database or both") List<String> roles,
    @Schema(
            description = "up, unreachable, untrusted or unregistered; more may come",
            examples = "up")
        String agent,
    @Schema(description = "Since when the agent is in that state") Instant since,
    @Schema(description = "Why the agent does not answer") @Nullable String why,
    @Schema(description = "When the rest of this was seen") @Nullable Instant observedAt,
    @Schema(description = "How long ago that was, milliseconds") @Nullable Long ageMs,
    @Nullable Map<String, String> postgres,
    @Nullable Map<String, String> application,
    @Nullable Map<String, String> address,
    @Schema(
            description =
                "The host's boot guard: role and term it was told, whether confirmed since its boot, and"
                    + " whether it is held down; then why says the next move")
        @Nullable Map<String, String> guard) {

  static HostStatus of(PairState pair, Site site, HostId host, HostSight sight, Instant now) {
    List<String> roles = new ArrayList<>();
    if (site.application().equals(host)) {
      roles.add("application");
    }
    if (site.database().equals(host)) {
      roles.add("database");
    }
    return new HostStatus(
        host.value(),
        site.name().value(),
        List.copyOf(roles),
        sight.agent(),
        sight.since(),
        sight.why().isEmpty() ? null : sight.why(),
        sight.receivedAt().orElse(null),
        sight.receivedAt().map(at -> Duration.between(at, now).toMillis()).orElse(null),
        part(sight.last().map(Observation::postgres).orElse(Map.of())),
        part(sight.last().map(Observation::application).orElse(Map.of())),
        part(sight.last().map(Observation::address).orElse(Map.of())),
        part(sight.last().map(Observation::guard).orElse(Map.of())));
  }

  private static @Nullable Map<String, String> part(Map<String, String> part) {
    return part.isEmpty() ? null : part;
  }
}
