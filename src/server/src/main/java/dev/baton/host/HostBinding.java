package dev.baton.host;

import dev.baton.pair.HostId;
import dev.baton.pair.PairId;
import dev.baton.protocol.Evidence;
import dev.baton.protocol.EvidenceKey;
import java.util.Map;
import java.util.Optional;

/**
 * Whom one agent obeys, and whom it refused lately, as it tells it.
 *
 * @param facts by wire name; empty of an agent that is bound to nobody
 */
public record HostBinding(Map<String, String> facts) {

  public HostBinding {
    facts = Map.copyOf(facts);
  }

  /** The agent obeys no one yet: the first that announces a pair to it binds it. */
  public static HostBinding none() {
    return new HostBinding(Map.of());
  }

  /** Whether it obeys somebody, and not this installation about this pair. */
  public boolean elsewhere(PairId pair) {
    Evidence said = Evidence.of(facts);
    return said.has(EvidenceKey.INSTALLATION)
        && !(said.flag(EvidenceKey.OURS) && said.text(EvidenceKey.PAIR).equals(pair.value()));
  }

  /** That it obeys another control plane or for another pair, and the remedy; empty if not so. */
  public Optional<String> obeysAnother(HostId host, PairId pair) {
    return elsewhere(pair)
        ? Optional.of(
            "%s takes its orders for %s; retire it there, or run 'baton-agent unbind POLICYFILE --reason …' on it as root"
                .formatted(host, owner()))
        : Optional.empty();
  }

  /** What it obeys instead, for the head of a sentence; only of one that obeys elsewhere. */
  public String instead() {
    return Evidence.of(facts).flag(EvidenceKey.OURS) ? "another pair" : "another control plane";
  }

  private String owner() {
    Evidence said = Evidence.of(facts);
    String pair = said.text(EvidenceKey.PAIR);
    return said.flag(EvidenceKey.OURS)
        ? "pair '%s' of this installation".formatted(pair)
        : "pair '%s' of installation %s".formatted(pair, said.text(EvidenceKey.INSTALLATION));
  }

  /** That another one tried to give it orders and was refused; empty when none did lately. */
  public Optional<String> intrusion(HostId host) {
    Evidence said = Evidence.of(facts);
    return said.has(EvidenceKey.REFUSED_INSTALLATION)
        ? Optional.of(
            "%s refused orders for pair '%s' of installation %s from %s"
                .formatted(
                    host,
                    said.text(EvidenceKey.REFUSED_PAIR),
                    said.text(EvidenceKey.REFUSED_INSTALLATION),
                    said.text(EvidenceKey.REFUSED_BY)))
        : Optional.empty();
  }
}
