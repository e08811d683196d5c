package dev.baton.eventlog;

import dev.baton.eventlog.append.LogStatements;
import dev.baton.eventlog.append.LogStatements.Looked;
import dev.baton.eventlog.append.PlacedEvent;
import dev.baton.eventlog.append.SqlEventLog;
import dev.baton.pair.PairEvent.VerdictChanged;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;

/**
 * Events as another version of the program writes them: well placed and chained, of its own kind.
 */
public final class ForeignEvents {

  private ForeignEvents() {}

  /** Appends one to the stream, as whoever owns it. */
  public static void append(SqlEventLog log, StreamId stream, String type, String payload)
      throws StaleVersionException, DuplicateKeyException {
    log.exclusively(
        "append what another version wrote",
        connection -> {
          Looked looked = LogStatements.look(connection, stream, Optional.empty());
          EventContext context = Contexts.engine().withEpoch(looked.stream().epoch().orElse(0L));
          EventRow ours =
              looked
                  .head()
                  .next(
                      stream,
                      looked.stream().version(),
                      List.of(new VerdictChanged("ours", "", "", "")),
                      context,
                      looked.now())
                  .getFirst()
                  .row();
          EventRow foreign = rewritten(ours, type, payload);
          return List.of(new PlacedEvent(foreign.recorded(), foreign));
        });
  }

  private static EventRow rewritten(EventRow ours, String type, String payload) {
    var texts = new EnumMap<EventColumn, String>(ours.texts());
    texts.put(EventColumn.TYPE, type);
    texts.put(EventColumn.PAYLOAD, payload);
    texts.put(EventColumn.HASH, new EventRow(texts).computedHash());
    return new EventRow(texts);
  }
}
