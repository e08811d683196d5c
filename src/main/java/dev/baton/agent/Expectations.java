package dev.baton.agent;

import dev.baton.action.ActionRequest;
import dev.baton.action.Refusal;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Compares what an order takes for granted with the live host, before anything is touched. */
final class Expectations {

  private static final Set<String> OF_POSITION =
      Set.of("systemIdentifier", "inRecovery", "timeline", "replayBeyond", "postgresRunning");
  private static final String UNKNOWN = "unknown";

  private final Parts parts;

  Expectations(Parts parts) {
    this.parts = parts;
  }

  void require(ActionRequest request) throws RefusedException, InterruptedException {
    Map<String, String> expected = request.expect();
    if (expected.isEmpty()) {
      return;
    }
    Map<String, String> wrong = new TreeMap<>();
    Map<String, String> actual = actual(expected);
    expected.forEach((key, value) -> {
      String found = actual.getOrDefault(key, UNKNOWN);
      boolean holds = key.equals("replayBeyond") ? beyond(found, value) : found.equals(value);
      if (!holds) {
        wrong.put(key, found);
      }
    });
    if (!wrong.isEmpty()) {
      throw new RefusedException(
          Refusal.Code.PRECONDITION_FAILED,
          "%s expects %s and finds %s"
              .formatted(request.type().wireName(), new TreeMap<>(expected), wrong),
          wrong);
    }
  }

  private static boolean beyond(String found, String limit) {
    try {
      return Lsn.parse(found).compareTo(Lsn.parse(limit)) > 0;
    } catch (IllegalArgumentException notKnown) {
      return false;
    }
  }

  private Map<String, String> actual(Map<String, String> expected)
      throws RefusedException, InterruptedException {
    Map<String, String> actual = new TreeMap<>();
    try {
      if (expected.keySet().stream().anyMatch(OF_POSITION::contains)) {
        Map<String, String> position = present(parts.position(), "postgres").read();
        actual.putAll(position);
        actual.put("postgresRunning", position.getOrDefault("running", UNKNOWN));
        actual.put("replayBeyond", position.getOrDefault("replayLsn", UNKNOWN));
      }
      for (String key : expected.keySet()) {
        switch (key) {
          case "clusterState" ->
              actual.put(key, present(parts.postgres(), "postgres").controlData().clusterState());
          case "applicationRunning" ->
              actual.put(
                  key,
                  Boolean.toString(present(parts.application(), "application").status().running()));
          case "addressHeld" ->
              actual.put(key, Boolean.toString(present(parts.address(), "address").held()));
          default -> {
            if (!OF_POSITION.contains(key)) {
              throw new RefusedException(
                  Refusal.Code.MALFORMED, "nothing here is called '" + key + "' in expect");
            }
          }
        }
      }
      return actual;
    } catch (IOException | FailedException e) {
      throw new RefusedException(
          Refusal.Code.PRECONDITION_FAILED, "the host cannot be read: " + e.getMessage());
    }
  }

  private static <T> T present(Optional<T> part, String name) throws RefusedException {
    return part.orElseThrow(() ->
        new RefusedException(
            Refusal.Code.NOT_IN_POLICY, "the policy of this host has no " + name + " part"));
  }
}
