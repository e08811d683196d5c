package dev.baton.switchover;

import dev.baton.assessment.DataLoss;
import dev.baton.assessment.ForcedRequirements;
import dev.baton.assessment.SecondOpinions;
import dev.baton.http.Problem;
import dev.baton.http.ProblemException;
import dev.baton.http.ProblemType;
import dev.baton.pair.AcceptedLoss;
import dev.baton.pair.HostId;
import dev.baton.pair.PairState;
import dev.baton.pair.Site;
import dev.baton.protocol.EvidenceKey;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Why a forced switchover is not started, each with the way on. */
final class Refusals {

  private final PairState pair;
  private final Site from;
  private final Site to;
  private final SecondOpinions opinions;
  private final ForcedRequirements required;

  Refusals(PairState pair, SecondOpinions opinions) {
    this.pair = pair;
    this.from = pair.primarySite();
    this.to = pair.standbySite();
    this.opinions = opinions;
    this.required = ForcedRequirements.of(pair, opinions);
  }

  /** The standby site does the work, and is the second opinion. */
  void requireStandby() {
    List<String> silent = required.silentStandby().stream().map(HostId::value).toList();
    if (!silent.isEmpty()) {
      throw new ProblemException(
          Problem.of(
                  ProblemType.HOSTS_UNREACHABLE,
                  "No answer from %s. The site that is to take over must answer: start the agents there, then repeat the call."
                      .formatted(String.join(", ", silent)))
              .with("hosts", silent));
    }
  }

  /** A host that answers is fenced by its agent, whatever was stated about it. */
  Map<HostId, FenceMethod> fences(OperatorStatements stated) {
    Map<HostId, FenceMethod> fences = new LinkedHashMap<>();
    for (HostId host : List.of(from.application(), from.database())) {
      OperatorStatements.Attestation attested = stated.attested().get(host);
      if (opinions.of(host).isPresent()) {
        fences.put(host, new FenceMethod.ByAgent());
      } else if (attested != null) {
        fences.put(host, new FenceMethod.Attested(attested.statement()));
      } else if (!opinions.fencers().isEmpty()) {
        fences.put(host, new FenceMethod.ByCommand(opinions.fencers().getFirst()));
      }
    }
    List<String> open =
        required.attestations().stream()
            .filter(host -> !fences.containsKey(host))
            .map(HostId::value)
            .toList();
    if (!open.isEmpty()) {
      String names = String.join(", ", open);
      throw new ProblemException(
          Problem.of(
                  ProblemType.FENCING_MISSING,
                  "No answer from %s, so nobody knows whether it writes. Either switch it off and repeat the call with an attestation of it, or give the agents of %s a fence.command, which then does it."
                      .formatted(names, to.name()))
              .with("hosts", open));
    }
    return fences;
  }

  void requireNoSignOfLife(Map<HostId, FenceMethod> fences) {
    Map<String, List<String>> signs = new TreeMap<>();
    fences.forEach((host, fence) -> {
      List<String> seen = required.contradicted().getOrDefault(host, List.of());
      if (fence instanceof FenceMethod.Attested && !seen.isEmpty()) {
        signs.put(host.value(), seen);
      }
    });
    if (!signs.isEmpty()) {
      throw new ProblemException(
          Problem.of(
                  ProblemType.ATTESTATION_CONTRADICTED,
                  "Attested to be off, but there are signs of life: %s. Switch it off, or start its agent, then repeat the call."
                      .formatted(signs))
              .with("seen", signs));
    }
  }

  /** Silence is not death, and what is seen serving is not dead either (S5). */
  void requireNoFinding(OperatorStatements stated) {
    Map<String, String> standing = new TreeMap<>();
    required
        .overrides()
        .forEach((finding, seen) -> {
          if (!stated.overridden().containsKey(finding)) {
            standing.put(finding.word(), seen);
          }
        });
    if (!standing.isEmpty()) {
      throw new ProblemException(
          Problem.of(
                  ProblemType.PRIMARY_SERVES,
                  "%s may still serve %s: %s. A graceful switchover loses nothing; if it cannot be, repeat the call with an override of each of these findings: %s."
                      .formatted(
                          from.name(),
                          pair.pair(),
                          String.join("; ", standing.values()),
                          String.join(", ", standing.keySet())))
              .with(
                  "findings",
                  standing.entrySet().stream()
                      .map(e -> Map.of("finding", e.getKey(), "seen", e.getValue()))
                      .toList()));
    }
  }

  /** Nothing but its own checks stands against the standby. */
  void requireReady() {
    GracefulPrecheck.requireReady(pair, required.readiness());
  }

  void requireUnprotected(String synchronous) {
    if (!ForcedRequirements.waiting(pair, synchronous).isEmpty()) {
      throw new ProblemException(
          Problem.of(
                  ProblemType.COMMITS_WOULD_WAIT,
                  "synchronous_standby_names is '%1$s' on %2$s: once it is primary, commits wait for a standby that is gone, and the pair's policy is protection. Bring %3$s back, or, if one copy has to do, empty that setting on %2$s by hand, then repeat the call."
                      .formatted(synchronous, to.database(), from.database()))
              .with(EvidenceKey.SYNCHRONOUS_STANDBY_NAMES.wireName(), synchronous));
    }
  }

  void requireAccepted(AcceptedLoss accept, DataLoss.LastSight last, Instant now) {
    Map<String, String> standby = opinions.of(to.database()).orElseThrow().postgres();
    DataLoss loss = DataLoss.quote(pair, last, standby, now);
    if (!loss.coveredBy(accept)) {
      throw new ProblemException(
          Problem.of(
                  ProblemType.DATA_LOSS_NOT_ACCEPTED,
                  "%s. Repeat with acceptDataLoss '%s' to accept it."
                      .formatted(loss.why(), loss.toAccept().word()))
              .with("quote", loss));
    }
  }
}
