package dev.baton.operation.engine;

import dev.baton.host.AgentReply;
import dev.baton.pair.AcceptedLoss;
import dev.baton.pair.HostId;
import dev.baton.pair.MaintenanceWindow;
import dev.baton.pair.OperationId;
import dev.baton.pair.Outcome;
import dev.baton.pair.PairEvent;
import dev.baton.pair.PairEvent.AbortRequested;
import dev.baton.pair.PairEvent.EscalationRequested;
import dev.baton.pair.PairEvent.OperationEnded;
import dev.baton.pair.PairEvent.OperationHeld;
import dev.baton.pair.PairEvent.OperationPaused;
import dev.baton.pair.PairEvent.PairRegistered;
import dev.baton.pair.PairEvent.PauseRequested;
import dev.baton.pair.PairEvent.PlanFrozen;
import dev.baton.pair.PairEvent.PrimaryPromoted;
import dev.baton.pair.PairEvent.RollbackStarted;
import dev.baton.pair.PairEvent.StepDone;
import dev.baton.pair.PairEvent.StepRefused;
import dev.baton.pair.PairEvent.StepSkipped;
import dev.baton.pair.PairEvent.StepStarted;
import dev.baton.pair.PairEvent.SwitchoverRequested;
import dev.baton.pair.PairId;
import dev.baton.pair.PairState;
import dev.baton.pair.Plan;
import dev.baton.pair.PlannedStep;
import dev.baton.pair.PlannedStep.OnRefusal;
import dev.baton.pair.PlannedStep.StepRole;
import dev.baton.pair.Site;
import dev.baton.pair.SiteName;
import dev.baton.pair.kind.SwitchoverMode;
import dev.baton.protocol.RefusalCode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Operations brought to the points at which an answer matters. */
public final class Situations {

  public static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  public static final OperationId OPERATION = new OperationId("switchover-1");
  public static final PairId PAIR = new PairId("ci");

  private static final SiteName EAST = new SiteName("east");
  private static final SiteName WEST = new SiteName("west");

  /** close ∥ beside → promote → open → join. */
  private static final Plan SWITCH =
      new Plan(
          List.of(
              step("close", StepRole.SAFEGUARD, OnRefusal.ROLL_BACK, true),
              step("beside", StepRole.ORDINARY, OnRefusal.ROLL_BACK, false),
              step(
                  "promote",
                  StepRole.POINT_OF_NO_RETURN,
                  OnRefusal.ROLL_BACK,
                  false,
                  "close",
                  "beside"),
              step("open", StepRole.ORDINARY, OnRefusal.PAUSE, false, "promote"),
              step("join", StepRole.REDUNDANCY, OnRefusal.PAUSE, false, "open")));

  /** fence → promote-2. */
  private static final Plan FORCED =
      new Plan(
          List.of(
              step("fence", StepRole.SAFEGUARD, OnRefusal.PAUSE, false),
              step("promote-2", StepRole.POINT_OF_NO_RETURN, OnRefusal.PAUSE, false, "fence")));

  /** look → gate → act. */
  private static final Plan GATED =
      new Plan(
          List.of(
              step("look", StepRole.ORDINARY, OnRefusal.PAUSE, false),
              step("gate", StepRole.APPROVAL, OnRefusal.PAUSE, false, "look"),
              step("act", StepRole.ORDINARY, OnRefusal.PAUSE, false, "gate")));

  /** try, else ask → instead → after. */
  private static final Plan FALLING_BACK =
      new Plan(
          List.of(
              step("try", StepRole.SAFEGUARD, OnRefusal.FALL_BACK, false),
              instead("ask", StepRole.APPROVAL, "try"),
              instead("instead", StepRole.SAFEGUARD, "ask"),
              step("after", StepRole.ORDINARY, OnRefusal.PAUSE, false, "instead")));

  private Situations() {}

  private static PlannedStep instead(String id, StepRole nature, String after) {
    return step(id, nature, OnRefusal.PAUSE, false, Optional.of("try"), Map.of(), after);
  }

  /** gate → window → act. */
  static Plan homeIn(MaintenanceWindow window) {
    return new Plan(
        List.of(
            step("gate", StepRole.APPROVAL, OnRefusal.PAUSE, false),
            step(
                "window",
                StepRole.WINDOW,
                OnRefusal.PAUSE,
                false,
                Optional.empty(),
                window.params(),
                "gate"),
            step("act", StepRole.ORDINARY, OnRefusal.PAUSE, false, "window")));
  }

  enum Answer {
    DONE(new AgentReply.Done(Map.of("timeline", "2"), Duration.ofMillis(5))),
    REFUSED(new AgentReply.Refused(RefusalCode.PRECONDITION_FAILED, "it is not so", Map.of())),
    FAILED(new AgentReply.Refused(RefusalCode.FAILED, "it would not", Map.of())),
    UNKNOWN(new AgentReply.Unknown("no answer", false));

    @SuppressWarnings("ImmutableEnumChecker") // records of immutable parts
    private final AgentReply reply;

    Answer(AgentReply reply) {
      this.reply = reply;
    }

    AgentReply reply() {
      return reply;
    }
  }

  enum Situation {
    BEFORE_PROMOTION("close", false),
    BESIDE_ANOTHER("close", false),
    AT_PROMOTION("promote", false),
    AFTER_PROMOTION("open", false),
    AT_LAST_STEP("join", false),
    BEFORE_A_GATE("look", false),
    WITH_A_FALL_BACK("try", false),
    AT_THE_FALL_BACK("instead", false),
    PAUSE_ASKED("close", false),
    PAUSE_ASKED_LATE("open", false),
    AT_LAST_STEP_AFTER_A_SKIP("join", false),
    ABORT_ASKED("close", false),
    ABORT_ASKED_LATE("open", false),
    ROLLING_BACK("close", true),
    ROLLING_BACK_AN_ABORT("close", true);

    private final String step;
    private final boolean undo;

    Situation(String step, boolean undo) {
      this.step = step;
      this.undo = undo;
    }

    String step() {
      return step;
    }

    boolean undo() {
      return undo;
    }

    PairState state() {
      return switch (this) {
        case BEFORE_PROMOTION -> begun(SWITCH, started("close"), started("beside"), done("beside"));
        case BESIDE_ANOTHER -> begun(SWITCH, started("close"), started("beside"));
        case AT_PROMOTION -> begun(SWITCH, done("close"), done("beside"), started("promote"));
        case AFTER_PROMOTION -> promoted(started("open"));
        case AT_LAST_STEP -> promoted(done("open"), started("join"));
        case BEFORE_A_GATE -> begun(GATED, started("look"));
        case WITH_A_FALL_BACK -> begun(FALLING_BACK, started("try"));
        case AT_THE_FALL_BACK ->
            begun(
                FALLING_BACK,
                started("try"),
                new StepRefused(OPERATION, "try", false, "failed", "it would not", Map.of()),
                new PairEvent.OperationApproved(OPERATION, "ask", "hash"),
                started("instead"));
        case PAUSE_ASKED ->
            begun(SWITCH, started("close"), done("beside"), new PauseRequested(OPERATION, "why"));
        case PAUSE_ASKED_LATE -> promoted(started("open"), new PauseRequested(OPERATION, "why"));
        case AT_LAST_STEP_AFTER_A_SKIP ->
            promoted(
                started("open"),
                unknown("open"),
                new StepSkipped(OPERATION, "open", "no answer"),
                started("join"));
        case ABORT_ASKED ->
            begun(SWITCH, started("close"), done("beside"), new AbortRequested(OPERATION));
        case ABORT_ASKED_LATE -> promoted(started("open"), new AbortRequested(OPERATION));
        case ROLLING_BACK -> turnedBack(false);
        case ROLLING_BACK_AN_ABORT -> turnedBack(true);
      };
    }
  }

  /** Operations brought to the points at which a person may want to move them. */
  public enum Point {
    PENDING,
    RUNNING,
    RUNNING_PROMOTED,
    PAUSE_ASKED,
    ABORT_ASKED,
    HELD,
    HELD_PROMOTED,
    PAUSED_AT_A_SAFEGUARD,
    PAUSED_AT_ANOTHER_STEP,
    PAUSED_AT_TWO_STEPS,
    PAUSED_AT_THE_PROMOTION,
    PAUSED_AT_AN_UNTOUCHED_PROMOTION,
    PAUSED_PROMOTED,
    PAUSED_ON_THE_WAY_BACK,
    PAUSED_AT_THE_GATE,
    WAITING_AT_THE_GATE,
    ON_THE_WAY_BACK,
    ESCALATED,
    ENDED;

    public PairState state() {
      return switch (this) {
        case PENDING -> begun(SWITCH);
        case RUNNING -> begun(SWITCH, started("close"), done("beside"));
        case RUNNING_PROMOTED -> promoted(started("open"));
        case PAUSE_ASKED -> Situation.PAUSE_ASKED.state();
        case ABORT_ASKED -> Situation.ABORT_ASKED.state();
        case HELD ->
            begun(
                SWITCH,
                done("close"),
                done("beside"),
                new PauseRequested(OPERATION, "why"),
                new OperationHeld(OPERATION, "why"));
        case HELD_PROMOTED ->
            promoted(new PauseRequested(OPERATION, "why"), new OperationHeld(OPERATION, "why"));
        case PAUSED_AT_A_SAFEGUARD -> paused("close");
        case PAUSED_AT_ANOTHER_STEP -> paused("beside");
        case PAUSED_AT_TWO_STEPS ->
            begun(
                SWITCH,
                started("close"),
                started("beside"),
                unknown("close"),
                unknown("beside"),
                new OperationPaused(OPERATION, "close", "no answer"));
        case PAUSED_AT_THE_PROMOTION -> paused("promote");
        case PAUSED_AT_AN_UNTOUCHED_PROMOTION ->
            begun(
                SWITCH,
                done("close"),
                done("beside"),
                started("promote"),
                new StepRefused(OPERATION, "promote", false, "busy", "not now", Map.of()),
                new OperationPaused(OPERATION, "promote", "not now"));
        case PAUSED_PROMOTED ->
            promoted(
                started("open"), unknown("open"), new OperationPaused(OPERATION, "open", "why"));
        case PAUSED_ON_THE_WAY_BACK ->
            turnedBack(false)
                .after(new PairEvent.StepUnknown(OPERATION, "close", true, "no answer"))
                .after(new OperationPaused(OPERATION, "close", "no answer"));
        case PAUSED_AT_THE_GATE ->
            waitingForApproval().after(new OperationPaused(OPERATION, "gate", "late"));
        case WAITING_AT_THE_GATE -> waitingForApproval();
        case ON_THE_WAY_BACK -> turnedBack(false);
        case ESCALATED -> escalated(PAUSED_ON_THE_WAY_BACK.state());
        case ENDED ->
            begun(
                SWITCH,
                OutcomeEvents.of(
                    begun(SWITCH).running().orElseThrow(), Outcome.FAILED, Optional.empty()));
      };
    }
  }

  private static PairState paused(String step) {
    List<PairEvent> events = new ArrayList<>();
    if (step.equals("promote")) {
      events.add(done("close"));
      events.add(done("beside"));
    } else {
      events.add(done(step.equals("close") ? "beside" : "close"));
    }
    events.add(started(step));
    events.add(unknown(step));
    events.add(new OperationPaused(OPERATION, step, "no answer"));
    return begun(SWITCH, events.toArray(PairEvent[]::new));
  }

  /** The events of an escalation; the new plan fences, then promotes. */
  public static List<PairEvent> escalation() {
    return List.of(
        new EscalationRequested(OPERATION, AcceptedLoss.any()),
        new PlanFrozen(OPERATION, "hash-2", FORCED));
  }

  private static PairState escalated(PairState before) {
    PairState state = before;
    for (PairEvent event : escalation()) {
      state = state.after(event);
    }
    return state.after(started("fence"));
  }

  static PairState waitingForApproval() {
    return begun(
        GATED,
        done("look"),
        new PairEvent.ApprovalRequested(OPERATION, "gate", "hash", NOW.plusSeconds(60)));
  }

  /** The pair, east being its home. */
  public static PairRegistered registered() {
    Site east = new Site(EAST, new HostId("east-app"), new HostId("east-db"), "10.0.0.1:5432");
    Site west = new Site(WEST, new HostId("west-app"), new HostId("west-db"), "10.0.0.2:5432");
    return new PairRegistered(PAIR, EAST, List.of(east, west), "10.0.0.9", "7");
  }

  /** A graceful switchover from home. */
  public static SwitchoverRequested requested() {
    return new SwitchoverRequested(
        OPERATION, SwitchoverMode.GRACEFUL, EAST, WEST, Optional.empty());
  }

  public static PairState idle() {
    return PairState.from(List.of(registered()));
  }

  static PairState begun(Plan plan, PairEvent... events) {
    List<PairEvent> all = new ArrayList<>();
    all.add(requested());
    all.add(new PlanFrozen(OPERATION, "hash", plan));
    all.addAll(List.of(events));
    PairState state = idle();
    for (PairEvent event : all) {
      state = state.after(event);
    }
    return state;
  }

  private static PairState promoted(PairEvent... events) {
    PairState state =
        begun(
            SWITCH,
            done("close"),
            done("beside"),
            done("promote"),
            new PrimaryPromoted(OPERATION, WEST, 2, "2"));
    for (PairEvent event : events) {
      state = state.after(event);
    }
    return state;
  }

  private static PairState turnedBack(boolean asked) {
    List<PairEvent> events = new ArrayList<>();
    events.add(started("close"));
    events.add(new StepRefused(OPERATION, "close", false, "failed", "it would not", Map.of()));
    events.add(done("beside"));
    if (asked) {
      events.add(new AbortRequested(OPERATION));
    }
    events.add(new RollbackStarted(OPERATION, "close"));
    events.add(new StepStarted(OPERATION, "close", 1, true, NOW.plusSeconds(60)));
    return begun(SWITCH, events.toArray(PairEvent[]::new));
  }

  /** Simple names of the events, outcomes behind the last one. */
  public static String words(List<PairEvent> events) {
    return events.stream()
        .map(event ->
            event instanceof OperationEnded ended
                ? "OperationEnded " + ended.outcome()
                : event.getClass().getSimpleName())
        .collect(Collectors.joining(", "));
  }

  private static StepStarted started(String step) {
    return new StepStarted(OPERATION, step, 1, false, NOW.plusSeconds(60));
  }

  private static StepDone done(String step) {
    return new StepDone(OPERATION, step, false, Map.of(), Duration.ZERO);
  }

  private static PairEvent unknown(String step) {
    return new PairEvent.StepUnknown(OPERATION, step, false, "no answer");
  }

  private static PlannedStep step(
      String id, StepRole nature, OnRefusal onRefusal, boolean undo, String... after) {
    return step(id, nature, onRefusal, undo, Optional.empty(), Map.of(), after);
  }

  private static PlannedStep step(
      String id,
      StepRole nature,
      OnRefusal onRefusal,
      boolean undo,
      Optional<String> insteadOf,
      Map<String, String> params,
      String... after) {
    HostId host = new HostId("east-db");
    return new PlannedStep(
        id,
        id,
        "test",
        nature,
        nature == StepRole.APPROVAL ? Optional.empty() : Optional.of(host),
        params,
        List.of(after),
        Duration.ofSeconds(60),
        onRefusal,
        undo
            ? Optional.of(new PlannedStep.Undo("un" + id, host, Map.of(), Duration.ofSeconds(60)))
            : Optional.empty(),
        insteadOf);
  }
}
