package dev.baton.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.baton.assessment.AttachedStandby;
import dev.baton.assessment.Replication;
import dev.baton.host.HostHealth;
import dev.baton.host.Observation;
import dev.baton.pair.HostId;
import dev.baton.pair.PairState;
import dev.baton.pair.Site;
import dev.baton.protocol.Evidence;
import dev.baton.protocol.EvidenceKey;
import dev.baton.protocol.FileFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What is the same on both sites and what is not: the table that GoCD's dashboard showed in black
 * and red. What was seen last stays in it with its age when a host is down.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "What is the same on both sites and what is not")
public record SyncTable(
    String pair,
    @Schema(description = "The files and folders by name, then the database") List<SyncItem> items,
    @Schema(description = "Newest change among the primary's files, by its clock")
        @Nullable Instant primaryUpdatedAt,
    @Schema(description = "When the standby's files were last seen to be the same")
        @Nullable Instant standbySyncedAt,
    @Schema(description = "How far the standby's files lag behind the newest change, seconds")
        @Nullable Long gapSeconds) {

  /** More lag than this and the database counts as out of sync; one WAL segment, in bytes. */
  private static final long LAG_LIMIT = 16L * 1024 * 1024;

  public SyncTable {
    items = List.copyOf(items);
  }

  /** Compares the last observations of both sites. */
  static SyncTable of(PairState pair, Function<HostId, HostHealth> health) {
    HostHealth here = health.apply(pair.primarySite().application());
    HostHealth there = health.apply(pair.standbySite().application());
    List<SyncItem> items = new ArrayList<>(files(here, there));
    items.add(
        database(
            health.apply(pair.primarySite().database()),
            health.apply(pair.standbySite().database()),
            pair.standbySite().database()));
    return new SyncTable(
        pair.pair().value(), items, time(here, EvidenceKey.CHANGED_AT).orElse(null), null, null);
  }

  /** Whether there are rows that are files, and all of them are in sync. */
  boolean filesInSync() {
    List<SyncItem> files = items.stream().filter(item -> !item.item().equals("database")).toList();
    return !files.isEmpty() && files.stream().allMatch(item -> item.state().equals("IN_SYNC"));
  }

  /** One sentence for each host whose files cannot be looked at. */
  static List<String> unreadable(PairState pair, Function<HostId, HostHealth> health) {
    return pair.sites().stream()
        .map(Site::application)
        .flatMap(host ->
            health.apply(host).now().stream()
                .map(seen -> new FileFacts(seen.files()).unreadable())
                .filter(why -> !why.isEmpty())
                .map(why -> "the files of %s cannot be compared: %s".formatted(host, why)))
        .toList();
  }

  /** One sentence for each item that is empty on a host: perhaps it is the wrong place. */
  static List<String> empty(PairState pair, Function<HostId, HostHealth> health) {
    return pair.sites().stream()
        .map(Site::application)
        .flatMap(host ->
            items(health.apply(host).now()).entrySet().stream()
                .filter(item -> item.getValue().equals(FileFacts.NOTHING))
                .map(item ->
                    "%s is empty on %s: see that the policy there names the place the application uses"
                        .formatted(item.getKey(), host)))
        .toList();
  }

  private static Map<String, String> items(Optional<Observation> seen) {
    return new FileFacts(seen.map(Observation::files).orElse(Map.of())).items();
  }

  SyncTable with(List<SyncItem> dated, @Nullable Instant syncedAt) {
    Long gap =
        primaryUpdatedAt == null || syncedAt == null
            ? null
            : Math.max(0, Duration.between(syncedAt, primaryUpdatedAt).toSeconds());
    return new SyncTable(pair, dated, primaryUpdatedAt, syncedAt, gap);
  }

  private static List<SyncItem> files(HostHealth here, HostHealth there) {
    Map<String, String> mine = items(here.last());
    Map<String, String> theirs = items(there.last());
    Set<String> names = new TreeSet<>(mine.keySet());
    names.addAll(theirs.keySet());
    boolean seen = here.now().isPresent() && there.now().isPresent();
    return names.stream()
        .map(name -> {
          String a = mine.get(name);
          String b = theirs.get(name);
          boolean same = a != null && a.equals(b);
          return new SyncItem(
              name,
              word(seen && a != null && b != null, same),
              null,
              a,
              b,
              !seen,
              HostHealth.older(here, there).orElse(null));
        })
        .toList();
  }

  private static SyncItem database(HostHealth here, HostHealth there, HostId standby) {
    Map<String, String> primary = here.last().map(Observation::postgres).orElse(Map.of());
    Map<String, String> copy = there.last().map(Observation::postgres).orElse(Map.of());
    Optional<Long> lag = Replication.lagBytes(primary, copy);
    boolean streams =
        "streaming".equals(Evidence.of(copy).text(EvidenceKey.RECEIVER))
            && AttachedStandby.streams(primary, standby);
    boolean seen = here.now().isPresent() && there.now().isPresent();
    return new SyncItem(
        "database",
        word(seen, streams && lag.map(bytes -> bytes <= LAG_LIMIT).orElse(false)),
        null,
        Evidence.of(primary).find(EvidenceKey.WRITE_LSN).orElse(null),
        Evidence.of(copy).find(EvidenceKey.RECEIVE_LSN).orElse(null),
        !seen,
        HostHealth.older(here, there).orElse(null));
  }

  private static String word(boolean seen, boolean same) {
    if (!seen) {
      return "UNKNOWN";
    }
    return same ? "IN_SYNC" : "OUT_OF_SYNC";
  }

  private static Optional<Instant> time(HostHealth hostHealth, EvidenceKey key) {
    return hostHealth.last().flatMap(o -> Evidence.of(o.files()).time(key));
  }
}
