package dev.baton.eventlog;

import dev.baton.eventlog.projection.OperationRow;
import dev.baton.eventlog.projection.Projection;
import dev.baton.pair.Event;
import dev.baton.pair.PairEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the rows of operations show, for tests of other packages; no database is asked. */
public final class Rows {

  private Rows() {}

  /** The state that the newest operation's row shows after each event; empty before the first. */
  public static List<String> states(List<RecordedEvent> stream) {
    List<String> states = new ArrayList<>();
    Optional<OperationRow> row = Optional.empty();
    for (RecordedEvent recorded : stream) {
      Event event = recorded.event();
      Optional<OperationRow> asked =
          event instanceof PairEvent known ? Projection.asked(recorded, known) : Optional.empty();
      row = asked.isPresent() ? asked : row;
      if (recorded.operation().isPresent()) {
        row.ifPresent(known -> known.bring(recorded));
      }
      states.add(row.map(known -> known.state).orElse(""));
    }
    return states;
  }
}
