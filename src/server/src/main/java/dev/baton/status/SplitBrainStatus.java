package dev.baton.status;

import dev.baton.pair.HostId;
import dev.baton.pair.PairState;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A split brain that is on record, and what to do about it. */
@Schema(description = "A split brain that is on record and not resolved")
public record SplitBrainStatus(
    @Schema(
            description =
                "What was seen. Known values: two-writable-primaries, address-on-two-hosts,"
                    + " diverged-timelines; others may come",
            examples = "two-writable-primaries")
        String finding,
    @Schema(description = "The hosts that show it") List<String> hosts,
    @Schema(description = "What each of the hosts showed when it was found")
        Map<String, String> evidence,
    @Schema(description = "What to do, in the order to do it") List<String> next) {

  public SplitBrainStatus {
    hosts = List.copyOf(hosts);
    evidence = Map.copyOf(evidence);
    next = List.copyOf(next);
  }

  static @Nullable SplitBrainStatus of(PairState pair) {
    return pair.splitBrain()
        .map(seen ->
            new SplitBrainStatus(
                seen.finding().word(),
                seen.hosts().stream().map(HostId::value).toList(),
                seen.evidence(),
                List.of(
                    "Keep users off: whatever is written from here on is on one side only.",
                    "Decide which side's data survive; by record %s is primary."
                        .formatted(pair.primary()),
                    ("POST /v1/pairs/%s/recoveries with \"survivor\":\"%s\" or \"%s\": the other side is"
                            + " stopped at once, its data folder is kept, and it is copied anew.")
                        .formatted(pair.pair(), pair.primary(), pair.standbySite().name()))))
        .orElse(null);
  }
}
