package dev.baton.lab.watch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.lab.client.ClientControl;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * One operation as the client outside saw it, beside what it could not do without.
 *
 * @param drainedMs how much of the service gap lies before the close of the old application: it was
 *     drained and took no new work, and whether it wrote no more was watched (S16)
 * @param serviceLimitMs stop, promotion and boot of the application, as the agents measured them
 * @param writeLimitMs stop and promotion of the database, as the agents measured them
 * @param lostRows acknowledged rows that the surviving database does not have, and that no earlier
 *     run had lost already
 * @param quotedRows how many may be lost by what was accepted: what was acknowledged before the
 *     primary was lost in a forced switchover, else none
 * @param writablePrimariesMax most databases that took writes at one moment
 * @param addressHoldersMax most hosts that held the address at one moment
 * @param lostExamples at most twenty of them, as {@code table:id}
 */
public record MeasuredRun(
    String name,
    String operation,
    String outcome,
    String from,
    String to,
    String mode,
    long term,
    long serviceGapMs,
    long drainedMs,
    long serviceLimitMs,
    long writeGapMs,
    long writeLimitMs,
    long acknowledgedRows,
    long lostRows,
    long quotedRows,
    int writablePrimariesMax,
    int addressHoldersMax,
    List<String> lostExamples,
    List<MeasuredStep> steps) {

  private static final int EXAMPLES = 20;
  private static final Set<String> STOPS = Set.of("stop-database", "fence-database");

  public MeasuredRun {
    lostExamples = List.copyOf(lostExamples);
    steps = List.copyOf(steps);
  }

  /** One step of it, in the order of the plan. */
  record MeasuredStep(String name, String state, String host, long ms) {}

  /** From the operation as the API shows it after its end. */
  public static MeasuredRun of(
      String name,
      JsonNode operation,
      ClientControl.Window window,
      List<String> lost,
      long quoted,
      SafetyMonitor.Most most) {
    long writeLimit =
        sum(operation, "stopMs", STOPS) + sum(operation, "promoteMs", Set.of("promote-database"));
    return new MeasuredRun(
        name,
        operation.path("operation").asText(),
        operation.path("outcome").asText(),
        operation.path("from").asText(),
        operation.path("to").asText(),
        operation.path("mode").asText(),
        operation.path("term").asLong(),
        window.serviceGapMs(),
        closed(operation).map(window::drainedMs).orElse(0L),
        writeLimit + sum(operation, "bootMs", Set.of("start-application")),
        window.writeGapMs(),
        writeLimit,
        window.acknowledgedRows(),
        lost.size(),
        quoted,
        most.writablePrimaries(),
        most.addressHolders(),
        lost.subList(0, Math.min(EXAMPLES, lost.size())),
        steps(operation).map(MeasuredRun::step).toList());
  }

  private static Optional<Instant> closed(JsonNode operation) {
    return steps(operation)
        .filter(step -> step.path("name").asText().equals("close-port"))
        .filter(step -> step.hasNonNull("startedAt"))
        .map(step -> Instant.parse(step.path("startedAt").asText()))
        .findFirst();
  }

  public static Stream<JsonNode> steps(JsonNode operation) {
    return StreamSupport.stream(operation.path("steps").spliterator(), false);
  }

  private static long sum(JsonNode operation, String measure, Set<String> steps) {
    return steps(operation)
        .filter(step -> steps.contains(step.path("name").asText()))
        .mapToLong(step -> step.path("evidence").path(measure).asLong())
        .sum();
  }

  private static MeasuredStep step(JsonNode step) {
    return new MeasuredStep(
        step.path("name").asText(),
        step.path("state").asText(),
        step.path("host").asText(),
        step.path("ms").asLong());
  }

  /** Whether it ended as it should, lost no more than was quoted, and nothing served twice. */
  public boolean good() {
    Set<String> ends =
        mode.equals("forced")
            ? Set.of("SUCCEEDED", "COMPLETED_WITH_EXCEPTIONS")
            : Set.of("SUCCEEDED");
    return ends.contains(outcome)
        && lostRows <= quotedRows
        && writablePrimariesMax <= 1
        && addressHoldersMax <= 1;
  }
}
