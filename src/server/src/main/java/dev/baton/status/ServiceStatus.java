package dev.baton.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.baton.host.HostHealth;
import dev.baton.host.Observation;
import dev.baton.pair.HostId;
import dev.baton.pair.PairState;
import dev.baton.pair.Site;
import dev.baton.protocol.Evidence;
import dev.baton.protocol.EvidenceKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Whether users are served: one site has a database that writes and, of a pair that has them, the
 * address and a running application. What no agent says now counts as unknown, never as up or down.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "Whether users are served, by what the agents see now")
public record ServiceStatus(
    @Schema(
            description =
                "Whether users are served. Known values: up, down, unknown; others may come",
            examples = "up")
        String state,
    @Schema(description = "Since when, as this replica saw it") @Nullable Instant since,
    @Schema(
            description =
                "What is missing, or which host does not answer; not given while it is up")
        @Nullable String why) {

  static final String UP = "up";
  static final String DOWN = "down";
  static final String UNKNOWN = "unknown";

  /** What one site lacks for serving, and what nobody can say. */
  private record MissingParts(List<String> lacks, List<String> silent) {}

  static ServiceStatus of(PairState pair, Function<HostId, HostHealth> health) {
    List<MissingParts> sites = pair.sites().stream().map(site -> gaps(pair, site, health)).toList();
    if (sites.stream().anyMatch(gaps -> gaps.lacks().isEmpty() && gaps.silent().isEmpty())) {
      return new ServiceStatus(UP, null, null);
    }
    List<String> silent =
        sites.stream()
            .filter(gaps -> gaps.lacks().isEmpty())
            .flatMap(gaps -> gaps.silent().stream())
            .toList();
    return silent.isEmpty()
        ? new ServiceStatus(
            DOWN, null, String.join("; ", gaps(pair, pair.primarySite(), health).lacks()))
        : new ServiceStatus(UNKNOWN, null, String.join("; ", silent));
  }

  ServiceStatus since(@Nullable Instant at) {
    return new ServiceStatus(state, at, why);
  }

  private static MissingParts gaps(PairState pair, Site site, Function<HostId, HostHealth> health) {
    MissingParts gaps = new MissingParts(new ArrayList<>(), new ArrayList<>());
    look(
        gaps,
        health,
        site.database(),
        "the database does not write",
        seen -> Evidence.of(seen.postgres()).flag(EvidenceKey.WRITABLE));
    if (pair.hasApplication()) {
      look(
          gaps,
          health,
          site.application(),
          "the application does not run",
          seen ->
              Evidence.of(seen.application()).flag(EvidenceKey.RUNNING)
                  && Evidence.of(seen.application()).text(EvidenceKey.STATE, UP).equals(UP));
    }
    if (pair.hasAddress()) {
      look(
          gaps,
          health,
          site.application(),
          "the address is not there",
          seen -> Evidence.of(seen.address()).flag(EvidenceKey.HELD));
    }
    return gaps;
  }

  private static void look(
      MissingParts gaps,
      Function<HostId, HostHealth> health,
      HostId host,
      String lack,
      Function<Observation, Boolean> there) {
    health
        .apply(host)
        .now()
        .ifPresentOrElse(
            seen -> {
              if (!there.apply(seen)) {
                gaps.lacks().add("%s: %s".formatted(host, lack));
              }
            },
            () -> gaps.silent().add("%s does not answer".formatted(host)));
  }
}
