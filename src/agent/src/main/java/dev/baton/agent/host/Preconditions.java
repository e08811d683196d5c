package dev.baton.agent.host;

import dev.baton.agent.action.RefusedException;
import dev.baton.agent.os.Deadline;
import dev.baton.agent.os.FailedException;
import dev.baton.protocol.ActionRequest;
import dev.baton.protocol.Evidence;
import dev.baton.protocol.EvidenceKey;
import dev.baton.protocol.Lsn;
import dev.baton.protocol.RefusalCode;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Compares the facts an order expects with the live host, before anything is touched. */
public final class Preconditions {

  private static final Set<EvidenceKey> OF_POSITION =
      EnumSet.of(
          EvidenceKey.SYSTEM_IDENTIFIER,
          EvidenceKey.IN_RECOVERY,
          EvidenceKey.TIMELINE,
          EvidenceKey.REPLAY_BEYOND,
          EvidenceKey.POSTGRES_RUNNING);
  private static final String UNKNOWN = "unknown";
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final HostResources hostResources;
  private final ServiceFolderCheck folders;

  public Preconditions(HostResources hostResources) {
    this.hostResources = hostResources;
    this.folders = new ServiceFolderCheck(hostResources);
  }

  public void require(ActionRequest request) throws RefusedException, InterruptedException {
    folders.require(request.type());
    Map<String, String> expected = request.expect();
    if (expected.isEmpty()) {
      return;
    }
    Map<String, String> wrong = new TreeMap<>();
    Map<String, String> actual = actual(expected);
    expected.forEach((key, value) -> {
      String found = actual.getOrDefault(key, UNKNOWN);
      boolean holds =
          key.equals(EvidenceKey.REPLAY_BEYOND.wireName())
              ? beyond(found, value)
              : found.equals(value);
      if (!holds) {
        wrong.put(key, found);
      }
    });
    if (!wrong.isEmpty()) {
      throw new RefusedException(
          RefusalCode.PRECONDITION_FAILED,
          "%s expects %s and finds %s"
              .formatted(request.type().wireName(), new TreeMap<>(expected), wrong),
          wrong);
    }
  }

  private static boolean beyond(String found, String limit) {
    try {
      return Lsn.of(found).compareTo(Lsn.of(limit)) > 0;
    } catch (IllegalArgumentException notKnown) {
      return false;
    }
  }

  private Map<String, String> actual(Map<String, String> expected)
      throws RefusedException, InterruptedException {
    Map<String, String> actual = new TreeMap<>();
    try {
      if (expected.keySet().stream().anyMatch(Preconditions::ofPosition)) {
        Map<String, String> position = present(hostResources.position(), "postgres").read();
        actual.putAll(position);
        actual.put(
            EvidenceKey.POSTGRES_RUNNING.wireName(),
            Evidence.of(position).text(EvidenceKey.RUNNING, UNKNOWN));
        actual.put(
            EvidenceKey.REPLAY_BEYOND.wireName(),
            Evidence.of(position).text(EvidenceKey.REPLAY_LSN, UNKNOWN));
      }
      for (String key : expected.keySet()) {
        switch (EvidenceKey.named(key).orElse(null)) {
          case null -> throw nothingCalled(key);
          case CLUSTER_STATE ->
              actual.put(
                  key, present(hostResources.postgres(), "postgres").controlData().clusterState());
          case APPLICATION_RUNNING ->
              actual.put(
                  key,
                  Boolean.toString(
                      present(hostResources.application(), "application").status().running()));
          case ADDRESS_HELD ->
              actual.put(
                  key,
                  Boolean.toString(
                      present(hostResources.address(), "address").held(Deadline.in(LIMIT))));
          default -> {
            if (!ofPosition(key)) {
              throw nothingCalled(key);
            }
          }
        }
      }
      return actual;
    } catch (IOException | FailedException e) {
      throw new RefusedException(
          RefusalCode.PRECONDITION_FAILED, "the host cannot be read: " + e.getMessage());
    }
  }

  private static RefusedException nothingCalled(String key) {
    return new RefusedException(
        RefusalCode.MALFORMED, "nothing here is called '" + key + "' in expect");
  }

  private static boolean ofPosition(String key) {
    return EvidenceKey.named(key).filter(OF_POSITION::contains).isPresent();
  }

  private static <T> T present(Optional<T> part, String name) throws RefusedException {
    return part.orElseThrow(() ->
        new RefusedException(
            RefusalCode.NOT_IN_POLICY, "the policy of this host has no " + name + " part"));
  }
}
