package dev.baton.assessment;

import dev.baton.pair.HostId;
import dev.baton.protocol.Evidence;
import dev.baton.protocol.EvidenceKey;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One of those that follow a primary, as that primary lists them.
 *
 * @param name its application_name, which an installation may have chosen otherwise than we
 * @param state {@code streaming}, {@code catchup} and so on
 * @param synchronous {@code async}, {@code sync} or {@code quorum}
 * @param slot empty when it uses none
 */
public record AttachedStandby(String name, String state, String synchronous, String slot) {

  private static final int SLOT = 5;

  private static AttachedStandby parse(String entry) {
    List<String> parts = Arrays.asList(entry.split(":", -1));
    return new AttachedStandby(at(parts, 0), at(parts, 1), at(parts, 2), at(parts, SLOT));
  }

  private static String at(List<String> parts, int index) {
    return index < parts.size() ? parts.get(index) : "";
  }

  /**
   * That of a database host: by its name or by its slot.
   *
   * @param primary keys of {@code postgres.position}
   */
  public static Optional<AttachedStandby> of(Map<String, String> primary, HostId host) {
    return Arrays.stream(Evidence.of(primary).text(EvidenceKey.STANDBYS).split(",", -1))
        .map(AttachedStandby::parse)
        .filter(standby -> standby.name.equals(host.value()) || standby.slot.equals(host.slot()))
        .findFirst();
  }

  /** Whether that host streams from the primary. */
  public static boolean streams(Map<String, String> primary, HostId host) {
    return of(primary, host).map(standby -> standby.state.equals("streaming")).orElse(false);
  }
}
