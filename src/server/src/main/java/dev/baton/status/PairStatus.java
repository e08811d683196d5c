package dev.baton.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.baton.assessment.PairSnapshot;
import dev.baton.pair.HostId;
import dev.baton.pair.PairId;
import dev.baton.pair.PairState;
import dev.baton.pair.Site;
import dev.baton.protocol.HostRole;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Everything about a pair in one answer: what the log says, what was observed, and where they
 * differ.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
    description =
        "Everything about a pair: the record, what the world shows, how they differ. Of a pair"
            + " whose record this version cannot read it has the name and the alarm only")
public record PairStatus(
    @Schema(examples = "ci") String pair,
    @Schema(
            description =
                "RETIRED: given up for good, of which only name, version and hosts are shown. Known"
                    + " values: ACTIVE, RETIRED; others may come")
        @Nullable String state,
    @Schema(description = "Hosts of a retired pair whose agents obey it still; empty of another")
        List<String> bound,
    @Schema(description = "The site that is primary in normal times") @Nullable String home,
    @Schema(description = "The site that is primary by record") @Nullable String primary,
    @Schema(description = "The other site") @Nullable String standby,
    @Schema(description = "The site that does not follow the primary and needs a recovery")
        @Nullable String out,
    @Schema(description = "Counts changes of primary, from 1") @Nullable Long term,
    @Schema(description = "Fencing token of the replica that drives the pair") @Nullable Long epoch,
    @Schema(description = "Version of the pair's stream; the ETag") @Nullable Long version,
    @Schema(description = "The virtual IP; absent when it has none", examples = "10.77.0.100")
        @Nullable String address,
    @Schema(description = "The operation under way") @Nullable String operation,
    @Schema(description = "The newest operation, under way or ended")
        @Nullable String lastOperation,
    @Schema(description = "Both, as they were registered; none of a retired pair")
        List<SiteStatus> sites,
    @Schema(description = "Each as last seen") List<HostStatus> hosts,
    @Schema(description = "Whether users are served") @Nullable ServiceStatus service,
    @Schema(description = "How far the database of the standby is behind")
        @Nullable ReplicationStatus replication,
    @Schema(description = "What is the same on both sites and what is not, as getSync has it")
        List<SyncItem> sync,
    @Schema(description = "Whether the pair could be switched now")
        @Nullable ReadinessStatus readiness,
    @Schema(description = "Present while a split brain stands; nothing else moves the pair then")
        @Nullable SplitBrainStatus splitBrain,
    @Schema(description = "Where world and record differ, most dangerous first; empty if nowhere")
        List<String> drift,
    @Schema(
            description =
                "What keeps this control plane from watching or driving the pair, or will within 7"
                    + " days, a sentence each; empty if nothing does")
        List<String> alarms,
    @Schema(
            description =
                "What somebody should look at, a sentence each: certificates that end within 30 days"
                    + " and become an alarm, files that are kept equal but empty; empty if there"
                    + " is nothing")
        List<String> findings) {

  public PairStatus {
    bound = List.copyOf(bound);
    sites = List.copyOf(sites);
    hosts = List.copyOf(hosts);
    sync = List.copyOf(sync);
    drift = List.copyOf(drift);
    alarms = List.copyOf(alarms);
    findings = List.copyOf(findings);
  }

  /** Of a pair whose record cannot be read: what it would say up to there may be wrong by now. */
  static PairStatus unreadable(PairId pair, List<String> alarms) {
    return bare(pair, null, List.of(), null, alarms);
  }

  /** Of a pair that was given up: nobody looks at its hosts for it any more. */
  static PairStatus retired(PairState pair) {
    List<String> bound =
        PairSnapshot.hosts(pair).stream()
            .filter(host -> !pair.retired().orElse(Set.of()).contains(host))
            .map(HostId::value)
            .toList();
    return bare(pair.pair(), "RETIRED", bound, pair.version(), List.of());
  }

  private static PairStatus bare(
      PairId pair,
      @Nullable String state,
      List<String> bound,
      @Nullable Long version,
      List<String> alarms) {
    return new PairStatus(
        pair.value(),
        state,
        bound,
        null,
        null,
        null,
        null,
        null,
        null,
        version,
        null,
        null,
        null,
        List.of(),
        List.of(),
        null,
        null,
        List.of(),
        null,
        null,
        List.of(),
        alarms,
        List.of());
  }

  /** One side of the pair. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(description = "One side of a pair")
  public record SiteStatus(
      @Schema(description = "Name of the site") String name,
      @Schema(description = "By record. Known values: primary, standby; others may come")
          String role,
      @Schema(description = "Absent when the pair has no application") @Nullable String application,
      @Schema(description = "Host of its database") String database,
      @Schema(description = "Where the database of the other site reaches this one")
          String databaseAddress) {

    static SiteStatus of(PairState pair, Site site) {
      return new SiteStatus(
          site.name().value(),
          (site.name().equals(pair.primary()) ? HostRole.PRIMARY : HostRole.STANDBY).wireName(),
          pair.hasApplication() ? site.application().value() : null,
          site.database().value(),
          site.databaseAddress());
    }
  }
}
