package dev.baton.agent.application;

import dev.baton.protocol.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads GoCD's answer to {@code maintenance_mode/info}. */
final class GoCdMaintenance {

  private GoCdMaintenance() {}

  /**
   * @throws IllegalArgumentException if it is not such an answer
   */
  static ApplicationProbe.Maintenance parse(String body) {
    Map<String, @Nullable Object> info = Json.readObject(body);
    boolean drained = Boolean.TRUE.equals(info.get("is_maintenance_mode"));
    if (!(info.get("attributes") instanceof Map<?, ?>)) {
      return new ApplicationProbe.Maintenance(drained, false, List.of(), 0);
    }
    Map<String, @Nullable Object> attributes = Json.object(info.get("attributes"), "attributes");
    boolean busy = Boolean.TRUE.equals(attributes.get("has_running_systems"));
    List<String> jobs = new ArrayList<>();
    int updates = 0;
    if (attributes.get("running_systems") instanceof Map<?, ?> systems) {
      if (systems.get("building_jobs") instanceof List<?> building) {
        building.forEach(job -> jobs.add(name(job)));
      }
      if (systems.get("material_update_in_progress") instanceof List<?> materials) {
        updates = materials.size();
      }
    }
    return new ApplicationProbe.Maintenance(drained, busy, jobs, updates);
  }

  private static String name(@Nullable Object job) {
    if (job instanceof Map<?, ?> fields) {
      return "%s/%s/%s"
          .formatted(fields.get("pipeline_name"), fields.get("stage_name"), fields.get("name"));
    }
    return String.valueOf(job);
  }
}
