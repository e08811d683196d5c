package dev.baton.assessment;

import dev.baton.protocol.Evidence;
import dev.baton.protocol.EvidenceKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * WAL of a primary that waits to be archived. A stop in good order ends only when its archiver is
 * through with all of it, and with one more file, which the stop itself ends.
 *
 * @param primary keys of {@code postgres.position}
 */
public record ArchiveBacklog(Map<String, String> primary) {

  /** Files that wait: 0 where nothing is archived, empty when it is not known. */
  public Optional<Long> waiting() {
    return Evidence.of(primary).number(EvidenceKey.ARCHIVE_WAITING);
  }

  /** Whether its archiver gets nowhere: a stop waits for some more tries of it then. */
  public boolean failing() {
    return Evidence.of(primary).flag(EvidenceKey.ARCHIVER_FAILING);
  }

  /** Whether its archiver is through with all of them; not where that is not known. */
  public boolean none() {
    return waiting().filter(files -> files == 0).isPresent();
  }

  /**
   * Whether a stop would be through with them in its time; empty when it is not known. Where none
   * waits it would: that one file was slow once says nothing of the next, and is shown until then.
   */
  public Optional<Boolean> fits() {
    return none() && !failing()
        ? Optional.of(true)
        : waiting()
            .flatMap(files ->
                Evidence.of(primary)
                    .number(EvidenceKey.STOP_SECONDS)
                    .map(limit -> seconds(files) <= limit - limit / 10));
  }

  /** Times of files have whole seconds; one that took none is not counted as free. */
  private long seconds(long files) {
    return files * Math.max(1, each().orElse(1L)) + each().orElse(0L);
  }

  /** Seconds that the last file took. */
  private Optional<Long> each() {
    return Evidence.of(primary).number(EvidenceKey.ARCHIVE_SECONDS);
  }

  /** How many wait and how long they take, in few words. */
  public String described() {
    return "files that wait: %s, %s"
        .formatted(
            waiting().map(String::valueOf).orElse("unknown"),
            each()
                .map("seconds for the last one: %d"::formatted)
                .orElse("how long one takes is not known"));
  }

  /** What of the evidence it is judged by. */
  public Map<String, String> proof() {
    Map<String, String> proof = new HashMap<>(primary);
    proof
        .keySet()
        .retainAll(
            Stream.of(
                    EvidenceKey.ARCHIVE_WAITING,
                    EvidenceKey.ARCHIVE_SECONDS,
                    EvidenceKey.ARCHIVER_FAILING)
                .map(EvidenceKey::wireName)
                .toList());
    return proof;
  }
}
