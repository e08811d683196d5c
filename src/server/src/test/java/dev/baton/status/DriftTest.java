package dev.baton.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.TestPairs;
import dev.baton.host.HostBinding;
import dev.baton.host.HostHealth;
import dev.baton.host.Installations;
import dev.baton.host.Observation;
import dev.baton.pair.HostId;
import dev.baton.pair.OperationId;
import dev.baton.pair.PairEvent.SwitchoverRequested;
import dev.baton.pair.PairState;
import dev.baton.pair.kind.SwitchoverMode;
import dev.baton.protocol.AgentState;
import dev.baton.protocol.Digests;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is said of agents that obey another control plane, of operations, and of late changes. */
class DriftTest {

  private static final PairState PAIR = TestPairs.serving("a");
  private static final HostId PRIMARY = PAIR.primarySite().database();
  private static final HostId SERVING = PAIR.primarySite().application();
  private static final HostId WAITING = PAIR.standbySite().application();

  private static final String NOW = "2026-01-02T03:04:05Z";

  private final Map<HostId, HostBinding> bindings = new HashMap<>();
  private final Map<HostId, Map<String, String>> files = new HashMap<>();
  private boolean writes = true;

  private HostHealth health(HostId host) {
    Observation seen =
        new Observation(
            1,
            Instant.parse(NOW),
            "session",
            "boot",
            Map.of("writable", Boolean.toString(writes && host.equals(PRIMARY))),
            Map.of(),
            Map.of("held", Boolean.toString(host.equals(SERVING))),
            files.getOrDefault(host, Map.of()),
            Map.of(),
            Map.of(),
            bindings.getOrDefault(host, HostBinding.none()));
    return new HostHealth(
        true,
        AgentState.UP,
        Instant.EPOCH,
        "",
        Optional.of(Instant.EPOCH),
        Optional.of(seen),
        Optional.of(Instant.EPOCH),
        false,
        Optional.empty());
  }

  private static Map<String, String> owner(boolean ours, String pair) {
    return Map.of(
        "installation",
        (ours ? Installations.OURS : Installations.ANOTHER).value(),
        "pair",
        pair,
        "ours",
        Boolean.toString(ours));
  }

  private List<String> drift() {
    return Drift.of(PAIR, this::health, Optional.empty());
  }

  /** What an operation may have moved is shown too, and so is what nothing of ours moves. */
  @Test
  void isShownWhileAnOperationIsUnderWay() {
    PairState moving =
        PAIR.after(
            new SwitchoverRequested(
                new OperationId("switchover-1"),
                SwitchoverMode.GRACEFUL,
                PAIR.primary(),
                PAIR.standbySite().name(),
                Optional.empty()));
    writes = false;
    bindings.put(WAITING, new HostBinding(owner(false, PAIR.pair().value())));

    assertThat(Drift.of(moving, this::health, Optional.empty()))
        .hasSize(2)
        .anyMatch(sentence -> sentence.startsWith("agents obey another control plane: "))
        .contains("no database writes: %s does not (switchover-1 is under way)".formatted(PRIMARY));
  }

  @Test
  void agentsThatObeyThisPairAreNoDrift() {
    bindings.put(WAITING, new HostBinding(owner(true, PAIR.pair().value())));

    assertThat(drift()).isEmpty();
    assertThat(Drift.disobedient(PAIR, this::health)).isEmpty();
  }

  @Test
  void agentThatObeysAnotherControlPlaneIsSaidWithTheRemedy() {
    bindings.put(WAITING, new HostBinding(owner(false, PAIR.pair().value())));

    assertThat(drift())
        .singleElement()
        .asString()
        .startsWith("agents obey another control plane: " + WAITING)
        .contains(Installations.ANOTHER.value(), "unbind");
    assertThat(Drift.disobedient(PAIR, this::health)).isEqualTo(drift());
  }

  @Test
  void agentThatObeysForAnotherPairIsSaidToo() {
    bindings.put(WAITING, new HostBinding(owner(true, "another")));

    assertThat(drift()).singleElement().asString().startsWith("agents obey another pair: ");
  }

  @Test
  void hostOfOneThatObeysAnotherIsShownAsThat() {
    bindings.put(WAITING, new HostBinding(owner(false, PAIR.pair().value())));

    HostStatus status =
        HostStatus.of(PAIR, PAIR.standbySite(), WAITING, health(WAITING), Instant.EPOCH);

    assertThat(status.agent()).isEqualTo("bound-elsewhere");
    assertThat(status.why()).contains(Installations.ANOTHER.value());
    assertThat(status.binding()).containsEntry("ours", "false");
  }

  @Test
  void ownerIsToldWhoWasRefused() {
    Map<String, String> facts = new HashMap<>(owner(true, PAIR.pair().value()));
    facts.put("refusedInstallation", Installations.ANOTHER.value());
    facts.put("refusedPair", "other");
    facts.put("refusedBy", "baton://control-plane/two");
    bindings.put(WAITING, new HostBinding(facts));

    assertThat(drift())
        .singleElement()
        .asString()
        .startsWith("another control plane gives orders to this pair: " + WAITING)
        .contains("pair 'other'", Installations.ANOTHER.value(), "baton://control-plane/two");
    assertThat(Drift.disobedient(PAIR, this::health)).isEmpty();
  }

  private static Map<String, String> changed(String digest, String at) {
    return Map.of("config", digest, "changedHere", "config", "changedHereAt", at);
  }

  @Test
  void changeOnTheStandbysSideIsDriftAfterAMinute() {
    files.put(SERVING, Map.of("config", "one"));
    files.put(WAITING, changed("mine", "2026-01-02T03:03:00Z"));

    assertThat(drift())
        .containsExactly(
            "files differ: config, last changed on %s at 2026-01-02T03:03:00Z; a switchover overwrites that and keeps it beside"
                .formatted(WAITING));
  }

  @Test
  void changeThatIsOnBothSidesOrMayYetComeOrIsThePrimarysIsNone() {
    files.put(SERVING, Map.of("config", "one"));
    files.put(WAITING, changed("one", "2026-01-02T03:03:00Z"));
    List<String> onBoth = drift();
    files.put(WAITING, changed("mine", "2026-01-02T03:03:30Z"));
    List<String> young = drift();
    files.put(SERVING, changed("new", "2026-01-02T03:00:00Z"));
    files.put(WAITING, Map.of("config", "one"));

    assertThat(drift()).isEmpty();
    assertThat(onBoth).isEmpty();
    assertThat(young).isEmpty();
  }

  @Test
  void emptyItemIsSaidOfEachHost() {
    files.put(SERVING, Map.of("plugins", Digests.of("")));
    files.put(WAITING, Map.of("plugins", "absent"));

    assertThat(SyncTable.empty(PAIR, this::health))
        .singleElement()
        .asString()
        .startsWith("plugins is empty on " + SERVING);
  }

  @Test
  void filesThatCannotBeComparedAreSaidWithTheReasonAndAreNoItem() {
    files.put(SERVING, Map.of("why", "/srv/plugins/x is a link"));
    files.put(WAITING, Map.of("plugins", "ab12"));

    assertThat(SyncTable.unreadable(PAIR, this::health))
        .containsExactly(
            "the files of %s cannot be compared: /srv/plugins/x is a link".formatted(SERVING));
    assertThat(SyncTable.of(PAIR, this::health).items())
        .extracting(SyncItem::item)
        .containsExactly("plugins", "database");
  }

  @Test
  void addressIsNotMissedWhereThereIsNone() {
    PairState alone = TestPairs.databaseOnly(false);

    assertThat(Drift.of(alone, this::health, Optional.empty())).isEmpty();
    assertThat(Drift.of(TestPairs.databaseOnly(true), this::health, Optional.empty()))
        .singleElement()
        .asString()
        .startsWith("no host holds the address: a-db");
  }
}
