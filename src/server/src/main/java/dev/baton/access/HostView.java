package dev.baton.access;

import dev.baton.eventlog.RecordedEvent;
import dev.baton.eventlog.projection.HostRow;
import dev.baton.pair.HostEvent.HostRegistered;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A registered host, as the API shows it. */
@Schema(
    name = "Host",
    description = "A machine with one agent",
    requiredProperties = {"host", "endpoint", "registeredAt"})
record HostView(
    @Schema(
            description = "Name of the host, the one in its agent's certificate",
            examples = "east-db")
        String host,
    @Schema(description = "Where its agent listens", examples = "10.77.0.12:7443") String endpoint,
    @Schema(description = "When it was registered, by the database's clock") Instant registeredAt) {

  static HostView of(HostRow row) {
    return new HostView(row.host, row.endpoint, row.registeredAt);
  }

  static HostView of(RecordedEvent event, HostRegistered registered) {
    return new HostView(registered.host().value(), registered.endpoint(), event.recordedAt());
  }
}
