package dev.baton.cli.api;

import java.util.Optional;

/** What to type after a refusal. The control plane's own words are for every kind of client. */
final class NextMove {

  private NextMove() {}

  /** Empty where the sentence of the problem says it all. */
  static Optional<String> after(String slug) {
    return Optional.of(
            switch (slug) {
              case "unauthenticated" ->
                  "Name a token with --token-file, or a context that has one.";
              case "not-found" -> "baton pairs and baton operations list what there is.";
              case "data-loss-not-accepted" ->
                  "When that is accepted, add --accept-data-loss with the amount.";
              case "primary-serves" ->
                  "When that is to be passed over, add --override FINDING=REASON for each finding.";
              case "fencing-missing" ->
                  "When they are off, add --attest HOST=STATEMENT for each, and --attested-at TIME.";
              case "operation-running" -> "baton operations shows it, baton watch PAIR follows it.";
              case "move-not-open" -> "baton watch OPERATION shows how far it is.";
              case "plan-differs" -> "baton plan shows the plan of now, with its hash.";
              case "plan-changed", "precondition-failed" -> "Look at it again, then repeat.";
              case "stopped" -> "baton release ends the stop.";
              case "call-under-way", "changed-meanwhile" -> "Repeat the same command in a moment.";
              case "idempotency-key-reused" -> "Leave --idempotency-key out for a new call.";
              default -> "";
            })
        .filter(move -> !move.isEmpty());
  }
}
