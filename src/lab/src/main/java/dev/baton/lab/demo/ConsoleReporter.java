package dev.baton.lab.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.errorprone.annotations.FormatMethod;
import dev.baton.lab.watch.MeasuredRun;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Prints the progress of the demo, line by line. */
public final class ConsoleReporter {

  private static final int FACTS = 3;
  private static final int FACT_LENGTH = 48;

  private final PrintStream out;

  public ConsoleReporter(PrintStream out) {
    this.out = out;
  }

  public void chapter(String title) {
    out.println();
    out.println(title);
  }

  @FormatMethod
  public void line(String format, Object... values) {
    out.println("  " + String.format(Locale.ROOT, format, values));
  }

  /** A step that has ended, with its evidence in a few words. */
  void step(JsonNode step) {
    line(
        "%-23s %-9s %-8s %6d ms  %s",
        step.path("name").asText(),
        step.path("host").asText(),
        step.path("state").asText(),
        step.path("ms").asLong(),
        step.hasNonNull("why") ? step.path("why").asText() : facts(step.path("evidence")));
  }

  private static String facts(JsonNode evidence) {
    return evidence.properties().stream()
        .map(fact -> Map.entry(fact.getKey(), fact.getValue().asText()))
        .filter(fact -> !fact.getValue().isBlank() && fact.getValue().length() <= FACT_LENGTH)
        .limit(FACTS)
        .map(fact -> fact.getKey() + "=" + fact.getValue())
        .collect(Collectors.joining(", "));
  }

  void run(MeasuredRun run) {
    line(
        "%s: from %s to %s, %s, term %d",
        run.outcome(), run.from(), run.to(), run.mode(), run.term());
    line(
        "service gap %d ms (%d of it up and drained; stop + promotion + boot alone: %d), write gap %d ms (stop + promotion: %d)",
        run.serviceGapMs(),
        run.drainedMs(),
        run.serviceLimitMs(),
        run.writeGapMs(),
        run.writeLimitMs());
    line(
        "%d acknowledged rows, %d lost (quoted: %d); at most %d database took writes, %d host had the address",
        run.acknowledgedRows(),
        run.lostRows(),
        run.quotedRows(),
        run.writablePrimariesMax(),
        run.addressHoldersMax());
  }

  void status(JsonNode status) {
    for (JsonNode host : status.path("hosts")) {
      line(
          "%-9s %-6s agent %s",
          host.path("host").asText(), host.path("site").asText(), host.path("agent").asText());
    }
    JsonNode replication = status.path("replication");
    line(
        "home %s, primary %s, address %s, replication %s, %s bytes behind",
        status.path("home").asText(),
        status.path("primary").asText(),
        status.path("address").asText(),
        replication.path("state").asText(),
        replication.path("lagBytes").asText());
    for (JsonNode row : status.path("sync")) {
      line("sync %-20s %s", row.path("item").asText(), row.path("state").asText());
    }
  }
}
