package dev.baton.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.baton.pair.PairState;
import dev.baton.pair.Site;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Everything about a pair in one answer: the record, what the world shows, and where they differ.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "Everything about a pair: the record, what the world shows, how they differ")
public record PairStatus(
    @Schema(examples = "ci") String pair,
    @Schema(description = "The site that is primary in normal times") String home,
    @Schema(description = "The site that is primary by record") String primary,
    @Schema(description = "The other site") String standby,
    @Schema(description = "The site that does not follow the primary and needs a recovery")
        @Nullable String out,
    @Schema(description = "Counts changes of primary, from 1") long term,
    @Schema(description = "Fencing token of the replica that drives the pair") long epoch,
    @Schema(description = "Version of the pair's stream; the ETag") long version,
    @Schema(description = "The virtual IP", examples = "10.77.0.100") String address,
    @Schema(description = "The operation under way") @Nullable String operation,
    List<SiteStatus> sites,
    List<HostStatus> hosts,
    ReplicationStatus replication,
    List<SyncItem> sync,
    ReadinessStatus readiness,
    @Schema(description = "Present while a split brain stands; nothing else moves the pair then")
        @Nullable SplitBrainStatus splitBrain,
    @Schema(description = "Where world and record differ, most dangerous first; empty if nowhere")
        List<String> drift) {

  public PairStatus {
    sites = List.copyOf(sites);
    hosts = List.copyOf(hosts);
    sync = List.copyOf(sync);
    drift = List.copyOf(drift);
  }

  /** One side of the pair. */
  @Schema(description = "One side of a pair")
  public record SiteStatus(
      String name,
      @Schema(description = "primary or standby, by record") String role,
      String application,
      String database,
      String databaseAddress) {

    static SiteStatus of(PairState pair, Site site) {
      return new SiteStatus(
          site.name().value(),
          site.name().equals(pair.primary()) ? "primary" : "standby",
          site.application().value(),
          site.database().value(),
          site.databaseAddress());
    }
  }
}
