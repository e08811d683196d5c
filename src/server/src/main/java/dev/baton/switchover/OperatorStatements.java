package dev.baton.switchover;

import dev.baton.assessment.LivenessFinding;
import dev.baton.http.Fields;
import dev.baton.http.ProblemException;
import dev.baton.pair.HostId;
import dev.baton.pair.OperationId;
import dev.baton.pair.PairEvent;
import dev.baton.pair.PairEvent.FencingAttested;
import dev.baton.pair.PairEvent.SafetyOverridden;
import dev.baton.pair.PairState;
import dev.baton.pair.SafetyRule;
import dev.baton.pair.Site;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Attestations and overrides that come with a forced switchover.
 *
 * @param attested by host of the old site: that it is off
 * @param overridden reason by finding
 */
record OperatorStatements(
    Map<HostId, Attestation> attested, Map<LivenessFinding, String> overridden) {

  static final OperatorStatements NONE = new OperatorStatements(Map.of(), Map.of());

  /** That a host is off, and since when. */
  record Attestation(String statement, Instant at) {}

  OperatorStatements {
    attested = Map.copyOf(attested);
    overridden = Map.copyOf(overridden);
  }

  /** Reads them; a problem names the field that cannot be meant. */
  static OperatorStatements of(
      @Nullable List<AttestationRequest> attestations,
      @Nullable List<OverrideRequest> overrides,
      PairState pair) {
    Map<HostId, Attestation> attested = new LinkedHashMap<>();
    int number = 0;
    for (AttestationRequest given :
        attestations == null ? List.<AttestationRequest>of() : attestations) {
      String at = "attestations[%d].".formatted(number++);
      HostId host = Fields.required(at + "host", given.host(), HostId::new);
      requireOld(at + "host", host, pair);
      attested.put(
          host,
          new Attestation(
              Fields.required(at + "statement", given.statement(), text -> text),
              Fields.required(at + "at", given.at(), OperatorStatements::time)));
    }
    Map<LivenessFinding, String> overridden = new LinkedHashMap<>();
    number = 0;
    for (OverrideRequest given : overrides == null ? List.<OverrideRequest>of() : overrides) {
      String at = "overrides[%d].".formatted(number++);
      overridden.put(
          Fields.required(at + "finding", given.finding(), OperatorStatements::finding),
          Fields.required(at + "reason", given.reason(), text -> text));
    }
    return new OperatorStatements(attested, overridden);
  }

  private static void requireOld(String field, HostId host, PairState pair) {
    Site old = pair.primarySite();
    if (!old.hosts().contains(host)) {
      throw ProblemException.badRequest(
          field,
          "'%s' is no host of %s, which is primary by record; attest %s"
              .formatted(
                  host,
                  old.name(),
                  old.hosts().stream().map(HostId::value).collect(Collectors.joining(" or "))));
    }
  }

  private static Instant time(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("write it like 2026-01-31T03:15:00Z", e);
    }
  }

  private static LivenessFinding finding(String text) {
    return LivenessFinding.of(text)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "'%s' is no finding that can be overridden; the refusal names those there are"
                    .formatted(text)));
  }

  /** Whoever states something wants a forced one: a graceful one needs nothing passed over. */
  void requireNone() {
    if (!attested.isEmpty() || !overridden.isEmpty()) {
      throw ProblemException.badRequest(
          attested.isEmpty() ? "overrides" : "attestations", "is for mode=forced; leave it out");
    }
  }

  /** As events; of the overrides only those that a finding called for. */
  List<PairEvent> events(OperationId operation, Set<LivenessFinding> found) {
    List<PairEvent> events = new ArrayList<>();
    attested.forEach((host, said) ->
        events.add(new FencingAttested(operation, host, said.statement(), said.at())));
    overridden.forEach((finding, reason) -> {
      if (found.contains(finding)) {
        events.add(new SafetyOverridden(operation, SafetyRule.S5, finding.word(), reason));
      }
    });
    return events;
  }
}
