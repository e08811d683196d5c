package dev.baton.eventlog;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** An event for searching and showing; never written through this. */
@Entity
@Immutable
@Table(name = "event")
@NullUnmarked
public class EventEntity extends PanacheEntityBase {
  @Id public long seq;
  public String stream;
  public long version;
  public String type;
  public Instant occurredAt;
  public Instant recordedAt;
  public @Nullable String pair;
  public @Nullable String operation;
  public @Nullable String host;
  public @Nullable String step;
  public @Nullable String outcome;
  public long epoch;
  public String actor;
  public String roles;
  public @Nullable String credential;
  public @Nullable String reason;
  public @Nullable String ticket;
  public String replica;
  public @Nullable String agentBootId;
  public @Nullable String sourceAddress;
  public String requestId;
  public @Nullable String traceparent;
  public @Nullable Long causation;
  public @Nullable String idempotencyKey;
  public @Nullable String requestHash;
  public String payload;
  public byte[] prevHash;
  public byte[] hash;
}
