package dev.baton.cli.command;

import dev.baton.cli.api.CommandFailure;
import dev.baton.cli.api.ExitCode;
import dev.baton.cli.api.RequestPath;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a switchover is asked for with, whether it is started or only planned. */
final class SwitchoverOptions {

  @Parameters(paramLabel = "PAIR", description = "Name of the pair.")
  private String pair = "";

  // Never guessed: who repeats the command by mistake would be taken back where he came from.
  @Option(
      names = "--to",
      paramLabel = "SITE",
      required = true,
      description = "The site that is to be primary.")
  private String to = "";

  @Option(
      names = "--forced",
      description = "The primary is lost: fence it, accept a loss, promote the other site.")
  private boolean forced;

  @Option(
      names = "--accept-data-loss",
      paramLabel = "AMOUNT",
      description = "Of a forced one: none (default), unknown (any amount), or bytes.")
  private @Nullable String acceptDataLoss;

  @Option(
      names = "--attest",
      paramLabel = "HOST=STATEMENT",
      description = "Your word that this host is off: what was done to it, by whom.")
  private Map<String, String> attested = new LinkedHashMap<>();

  @Option(
      names = "--attested-at",
      paramLabel = "TIME",
      description = "When that was done: 2026-01-31T03:15:00Z.")
  private @Nullable String attestedAt;

  @Option(
      names = "--override",
      paramLabel = "FINDING=REASON",
      description = "Go on in spite of this finding of a refusal.")
  private Map<String, String> overrides = new LinkedHashMap<>();

  boolean forced() {
    return forced;
  }

  String pair() {
    return pair;
  }

  /** What is forced, for whoever has to confirm it. */
  String warning() {
    return "this forces %s to %s and accepts this loss of data: %s"
        .formatted(pair, to, acceptDataLoss == null ? "none" : acceptDataLoss);
  }

  RequestPath path() {
    return RequestPath.of("pairs", pair, "switchovers");
  }

  /** The fields of the call, those of every change left out. */
  Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("mode", forced ? "forced" : "graceful");
    fields.put("to", to);
    if (acceptDataLoss != null) {
      fields.put("acceptDataLoss", acceptDataLoss);
    }
    if (!attested.isEmpty()) {
      fields.put("attestations", attestations());
    }
    if (!overrides.isEmpty()) {
      fields.put(
          "overrides",
          overrides.entrySet().stream()
              .map(e -> Map.of("finding", e.getKey(), "reason", e.getValue()))
              .toList());
    }
    return fields;
  }

  private List<Map<String, String>> attestations() {
    String at = attestedAt;
    if (at == null) {
      throw new CommandFailure(
          ExitCode.WRONG_USE, "--attest needs --attested-at TIME: when the host was switched off");
    }
    return attested.entrySet().stream()
        .map(e -> Map.of("host", e.getKey(), "statement", e.getValue(), "at", at))
        .toList();
  }
}
