package dev.baton.eventlog.append;

import dev.baton.eventlog.EventRow;
import dev.baton.eventlog.RecordedEvent;

/** An event whose place in the log is decided, and the row it is written as. */
public record PlacedEvent(RecordedEvent event, EventRow row) {}
