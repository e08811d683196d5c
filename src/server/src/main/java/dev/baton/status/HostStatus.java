package dev.baton.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.baton.host.HostHealth;
import dev.baton.host.Observation;
import dev.baton.pair.HostId;
import dev.baton.pair.PairState;
import dev.baton.pair.Site;
import dev.baton.protocol.AgentState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** One host of a pair as last seen; what is stale is shown with its age, never hidden. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "One host of a pair as last seen")
public record HostStatus(
    String host,
    @Schema(description = "Site that it belongs to") String site,
    @Schema(
            description =
                "What it is to its site. Known values: application, database; others may come")
        List<String> roles,
    @Schema(
            description =
                "Whether its agent answers. Known values: up, unreachable, untrusted, unregistered,"
                    + " bound-elsewhere; others may come",
            examples = "up")
        String agent,
    @Schema(description = "Since when the agent is in that state") Instant since,
    @Schema(description = "Why the agent does not answer or obey, or sees nothing new")
        @Nullable String why,
    @Schema(
            description =
                "Whether the rest says nothing of now: the agent is silent, or has finished no look"
                    + " at its host for some seconds")
        boolean stale,
    @Schema(description = "When the rest of this was seen") @Nullable Instant observedAt,
    @Schema(description = "How long ago that was, milliseconds") @Nullable Long ageMs,
    @Schema(description = "What its agent saw of PostgreSQL, by key")
        @Nullable Map<String, String> postgres,
    @Schema(description = "What its agent saw of the application, by key")
        @Nullable Map<String, String> application,
    @Schema(description = "What its agent saw of the pair's address, by key")
        @Nullable Map<String, String> address,
    @Schema(
            description =
                "The host's boot guard: role and term it was told, whether confirmed since its boot, and"
                    + " whether it is held down; then why says the next move")
        @Nullable Map<String, String> guard,
    @Schema(
            description =
                "The installation and pair the agent takes orders from, since when, and whether that"
                    + " is this installation; and who was refused within the last minutes")
        @Nullable Map<String, String> binding) {

  static HostStatus of(PairState pair, Site site, HostId host, HostHealth health, Instant now) {
    List<String> roles = new ArrayList<>();
    if (pair.hasApplication() && site.application().equals(host)) {
      roles.add("application");
    }
    if (site.database().equals(host)) {
      roles.add("database");
    }
    Optional<String> disobeys =
        health.now().flatMap(seen -> seen.binding().obeysAnother(host, pair.pair()));
    return new HostStatus(
        host.value(),
        site.name().value(),
        List.copyOf(roles),
        (disobeys.isPresent() ? AgentState.BOUND_ELSEWHERE : health.agent()).wireName(),
        health.since(),
        disobeys.orElse(health.why().isEmpty() ? null : health.why()),
        health.stale(),
        health.receivedAt().orElse(null),
        health.receivedAt().map(at -> Duration.between(at, now).toMillis()).orElse(null),
        part(health.last().map(Observation::postgres).orElse(Map.of())),
        part(health.last().map(Observation::application).orElse(Map.of())),
        part(health.last().map(Observation::address).orElse(Map.of())),
        part(health.last().map(Observation::guard).orElse(Map.of())),
        part(health.last().map(seen -> seen.binding().facts()).orElse(Map.of())));
  }

  private static @Nullable Map<String, String> part(Map<String, String> part) {
    return part.isEmpty() ? null : part;
  }
}
