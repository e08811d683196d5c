package dev.baton.pair;

import dev.baton.pair.PairEvent.*;
import dev.baton.pair.PairEvent.ResolveRequested;
import dev.baton.pair.PairEvent.SplitBrainResolved;
import dev.baton.pair.PairEvent.SplitBrainSeen;
import dev.baton.pair.kind.OperationKind;
import dev.baton.pair.kind.OperationMode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * State of a pair, folded from its events. Derived, never stored: {@link #from} is the only way in.
 *
 * @param sites exactly two
 * @param address the virtual IP; empty when the pair has none
 * @param hasApplication whether an application is moved, or the databases alone; never by what a
 *     host shows, because a plan must not leave steps out when one is silent
 * @param term counts changes of primary, from 1
 * @param epoch fencing token of the replica that owns the pair; 0 before the first take-over
 * @param version number of events folded in; the next append must expect exactly this
 * @param operation the newest operation, open or ended; empty before the first
 * @param out the site that was left behind by a promotion and does not follow the new primary yet
 * @param verdicts last recorded verdict by item
 * @param splitBrain the one that was seen and not resolved since
 * @param signs what hosts did by themselves
 * @param retired hosts that let go of the pair since it was retired; empty while it is not
 */
public record PairState(
    PairId pair,
    SiteName home,
    SiteName primary,
    List<Site> sites,
    String address,
    String systemIdentifier,
    SynchronousPolicy synchronousPolicy,
    boolean hasApplication,
    long term,
    long epoch,
    long version,
    Optional<OperationState> operation,
    Optional<SiteName> out,
    Map<String, String> verdicts,
    Optional<SplitBrainSeen> splitBrain,
    HostSigns signs,
    Optional<Set<HostId>> retired) {

  public PairState {
    sites = List.copyOf(sites);
    verdicts = Map.copyOf(verdicts);
    retired = retired.map(Set::copyOf);
  }

  /**
   * Folds a pair's whole stream.
   *
   * @param events oldest first; the first one registers the pair
   */
  public static PairState from(List<PairEvent> events) {
    if (events.isEmpty() || !(events.getFirst() instanceof PairRegistered first)) {
      throw new IllegalArgumentException("a pair's stream begins with its registration");
    }
    PairState state =
        new PairState(
            first.pair(),
            first.home(),
            first.home(),
            first.sites(),
            first.address().orElse(""),
            first.systemIdentifier(),
            SynchronousPolicy.of(first.synchronousPolicy()),
            !first.databaseOnly().orElse(false),
            1,
            0,
            1,
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            Optional.empty(),
            HostSigns.NONE,
            Optional.empty());
    for (PairEvent event : events.subList(1, events.size())) {
      state = state.after(event);
    }
    return state;
  }

  /** This state with one more event folded in. Total: a new kind of event fails to compile here. */
  public PairState after(PairEvent event) {
    return switch (event) {
      case PairRegistered e -> throw new IllegalArgumentException("registered twice: " + e.pair());
      case PairTakenOver e -> next(primary, term, e.epoch(), operation, out, verdicts);
      // What the record has of its newest operation is not how that went on.
      case PairAdopted e ->
          next(e.primary(), e.term(), e.epoch(), Optional.empty(), e.out(), verdicts);
      case PairRetired e -> left(e.epoch(), Set.of());
      case HostReleased e -> left(epoch, Set.of(e.host()));
      case SwitchoverRequested e ->
          begun(e.operation(), OperationKind.SWITCHOVER, Optional.of(e.mode()), e.from(), e.to());
      case RecoveryRequested e ->
          begun(e.operation(), OperationKind.RECOVERY, Optional.of(e.rejoin()), e.from(), e.to());
      case ReopeningRequested e ->
          begun(e.operation(), OperationKind.REOPENING, Optional.empty(), e.from(), e.to());
      case PruneRequested e ->
          begun(e.operation(), OperationKind.PRUNE, Optional.empty(), e.from(), e.to());
      case SplitBrainSeen e -> split(Optional.of(e));
      case ResolveRequested e ->
          begun(e.operation(), OperationKind.RESOLVE, Optional.of(e.finding()), e.from(), e.to());
      case SplitBrainResolved e -> split(Optional.empty());
      case DrillRequested e ->
          begun(e.operation(), OperationKind.DRILL, Optional.of(e.scope()), e.from(), e.to());
      case OperationEvent e -> change(o -> OperationFold.after(o, e));
      case PrimaryPromoted e ->
          next(
              e.site(),
              e.term(),
              epoch,
              changed(OperationState::withPromotion),
              Optional.of(other(e.site()).name()),
              verdicts);
      case StandbyJoined e ->
          next(primary, term, epoch, changed(o -> o), Optional.empty(), verdicts);
      case HostSilent e -> shown(signs.silent(e.host(), true));
      case HostAnswering e -> shown(signs.silent(e.host(), false));
      case AddressTakenBack e -> shown(signs.takenBack(e.host(), e.at()));
      case VerdictChanged e -> {
        Map<String, String> changed = new HashMap<>(verdicts);
        changed.put(e.item(), e.to());
        yield next(primary, term, epoch, operation, out, changed);
      }
    };
  }

  /** This state at that version, where the events up to it have no more effect on it. */
  public PairState at(long version) {
    return with(
        version, primary, term, epoch, operation, out, verdicts, splitBrain, signs, retired);
  }

  /** Whether an address follows the service. */
  public boolean hasAddress() {
    return !address.isEmpty();
  }

  /** The operation under way; at most one per pair. */
  public Optional<OperationState> running() {
    return operation.filter(o -> o.progress() instanceof Progress.Open);
  }

  /** The site of that name. */
  public Optional<Site> site(SiteName name) {
    return sites.stream().filter(site -> site.name().equals(name)).findFirst();
  }

  /** The site that serves, by record. */
  public Site primarySite() {
    return site(primary).orElseThrow();
  }

  /** The site that does not serve, by record. */
  public Site standbySite() {
    return other(primary);
  }

  private Site other(SiteName name) {
    return sites.stream().filter(site -> !site.name().equals(name)).findFirst().orElseThrow();
  }

  private PairState begun(
      OperationId id,
      OperationKind kind,
      Optional<OperationMode> mode,
      SiteName from,
      SiteName to) {
    OperationState begun = OperationState.requested(id, kind, mode, from, to);
    return next(primary, term, epoch, Optional.of(begun.at(version + 1)), out, verdicts);
  }

  private PairState change(UnaryOperator<OperationState> change) {
    return next(primary, term, epoch, changed(change), out, verdicts);
  }

  private Optional<OperationState> changed(UnaryOperator<OperationState> change) {
    return operation.map(change).map(o -> o.at(version + 1));
  }

  private PairState split(Optional<SplitBrainSeen> now) {
    return with(version + 1, primary, term, epoch, operation, out, verdicts, now, signs, retired);
  }

  private PairState shown(HostSigns now) {
    return with(
        version + 1, primary, term, epoch, operation, out, verdicts, splitBrain, now, retired);
  }

  private PairState left(long epoch, Set<HostId> hosts) {
    Set<HostId> all = new HashSet<>(retired.orElse(Set.of()));
    all.addAll(hosts);
    return with(
        version + 1,
        primary,
        term,
        epoch,
        operation,
        out,
        verdicts,
        splitBrain,
        signs,
        Optional.of(all));
  }

  private PairState next(
      SiteName primary,
      long term,
      long epoch,
      Optional<OperationState> operation,
      Optional<SiteName> out,
      Map<String, String> verdicts) {
    return with(
        version + 1, primary, term, epoch, operation, out, verdicts, splitBrain, signs, retired);
  }

  /** What a registration fixes stays; everything else is given. */
  private PairState with(
      long version,
      SiteName primary,
      long term,
      long epoch,
      Optional<OperationState> operation,
      Optional<SiteName> out,
      Map<String, String> verdicts,
      Optional<SplitBrainSeen> splitBrain,
      HostSigns signs,
      Optional<Set<HostId>> retired) {
    return new PairState(
        pair,
        home,
        primary,
        sites,
        address,
        systemIdentifier,
        synchronousPolicy,
        hasApplication,
        term,
        epoch,
        version,
        operation,
        out,
        verdicts,
        splitBrain,
        signs,
        retired);
  }
}
