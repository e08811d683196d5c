package dev.baton.switchover;

import dev.baton.http.Problem;
import dev.baton.http.ProblemException;
import dev.baton.http.ProblemType;
import dev.baton.pair.HostId;
import dev.baton.pair.PairState;
import dev.baton.pair.Site;
import dev.baton.pair.SynchronousPolicy;
import dev.baton.step.DataLoss;
import dev.baton.step.Opinions;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Why a forced switchover is not started, each with the way on. */
final class Refusals {

  private final PairState pair;
  private final Site from;
  private final Site to;
  private final Opinions opinions;

  Refusals(PairState pair, Opinions opinions) {
    this.pair = pair;
    this.from = pair.primarySite();
    this.to = pair.standbySite();
    this.opinions = opinions;
  }

  /** The standby site does the work, and is the second opinion. */
  void requireStandby() {
    List<String> silent = silent(to);
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
  Map<HostId, Fence> fences(Statements stated) {
    Map<HostId, Fence> fences = new LinkedHashMap<>();
    for (HostId host : List.of(from.application(), from.database())) {
      Statements.Attestation attested = stated.attested().get(host);
      if (opinions.of(host).isPresent()) {
        fences.put(host, new Fence.ByAgent());
      } else if (attested != null) {
        fences.put(host, new Fence.Attested(attested.statement()));
      } else if (!opinions.fencers().isEmpty()) {
        fences.put(host, new Fence.ByCommand(opinions.fencers().getFirst()));
      }
    }
    List<String> open =
        silent(from).stream().filter(host -> !fences.containsKey(new HostId(host))).toList();
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

  void requireNoSignOfLife(Map<HostId, Fence> fences) {
    Map<String, List<String>> signs = new TreeMap<>();
    fences.forEach((host, fence) -> {
      List<String> seen = opinions.signsOfLife(host);
      if (fence instanceof Fence.Attested && !seen.isEmpty()) {
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
  void requireNoFinding(Statements stated) {
    Map<String, String> standing = new TreeMap<>(opinions.standing(stated.overridden().keySet()));
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

  /** S12: who wants every row twice does not want service from one copy. */
  void requireUnprotected(String synchronous) {
    if (!synchronous.isEmpty() && pair.synchronousPolicy() == SynchronousPolicy.PROTECTION) {
      throw new ProblemException(
          Problem.of(
                  ProblemType.COMMITS_WOULD_WAIT,
                  "synchronous_standby_names is '%1$s' on %2$s: once it is primary, commits wait for a standby that is gone, and the pair's policy is protection. Bring %3$s back, or, if one copy has to do, empty that setting on %2$s by hand, then repeat the call."
                      .formatted(synchronous, to.database(), from.database()))
              .with("synchronousStandbyNames", synchronous));
    }
  }

  void requireAccepted(String accept, DataLoss.LastSight last) {
    Map<String, String> standby = opinions.of(to.database()).orElseThrow().postgres();
    DataLoss loss = DataLoss.quote(pair, last, standby, Instant.now());
    if (!loss.coveredBy(accept)) {
      throw new ProblemException(
          Problem.of(
                  ProblemType.DATA_LOSS_NOT_ACCEPTED,
                  "%s. Repeat with acceptDataLoss '%s' to accept it."
                      .formatted(loss.why(), loss.toAccept()))
              .with("quote", loss));
    }
  }

  private List<String> silent(Site site) {
    return Stream.of(site.application(), site.database())
        .distinct()
        .filter(host -> opinions.of(host).isEmpty())
        .map(HostId::value)
        .toList();
  }
}
