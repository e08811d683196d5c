package dev.baton.protocol;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Announces which control-plane replica owns a pair, and the role of the host that receives it.
 * Told to every agent at a take-over, so that the former replica is refused everywhere before the
 * first order of the new one; then again and again, so that a host that boots learns its role.
 *
 * @param scope the pair; in the path of the call, not in its body
 * @param assignment empty on whose behalf an order comes: orders assign no role
 */
public record Announcement(
    InstallationId installation,
    String scope,
    long epoch,
    long term,
    String instance,
    Optional<Assignment> assignment) {

  /**
   * The role of the host that hears it.
   *
   * @param version of the pair's record it follows from: what follows from an older one is void
   */
  public record Assignment(HostRole role, long version) {}

  /** One that assigns no role. */
  public Announcement(
      InstallationId installation, String scope, long epoch, long term, String instance) {
    this(installation, scope, epoch, term, instance, Optional.empty());
  }

  /** Whether it sends the host out of its pair, which was retired. */
  public boolean retires() {
    return assignment.filter(assigned -> assigned.role() == HostRole.RETIRED).isPresent();
  }

  /** The body of the call. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new TreeMap<>();
    map.put("installation", installation.value());
    map.put("epoch", epoch);
    map.put("term", term);
    map.put("instance", instance);
    assignment.ifPresent(assigned -> {
      map.put("role", assigned.role().wireName());
      map.put("version", assigned.version());
    });
    return map;
  }

  /**
   * The announcement whose {@link #toMap} this is.
   *
   * @throws IllegalArgumentException as {@link ActionRequest#fromMap} does
   */
  public static Announcement fromMap(String scope, Map<String, @Nullable Object> map) {
    RequestFields fields = new RequestFields(map);
    Announcement announcement =
        new Announcement(
            new InstallationId(fields.text("installation")),
            scope,
            fields.number("epoch", 0),
            fields.number("term", 1),
            fields.text("instance"),
            fields.has("role")
                ? Optional.of(
                    new Assignment(role(fields.text("role")), fields.number("version", 0)))
                : Optional.empty());
    fields.requireNoOther();
    return announcement;
  }

  private static HostRole role(String name) {
    return HostRole.named(name)
        .orElseThrow(() -> new IllegalArgumentException("no role is named '" + name + "'"));
  }
}
