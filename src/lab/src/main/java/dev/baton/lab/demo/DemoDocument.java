package dev.baton.lab.demo;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.baton.lab.watch.MeasuredRun;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code baton demo --json} prints. The names are relied on by others: renaming one breaks
 * them.
 *
 * @param why what went wrong; absent when {@code ok}
 * @param hosts what systemd, the cluster's tools and the processes said after each run; absent
 *     where systemd does not boot the hosts
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DemoDocument(
    boolean ok,
    @Nullable String why,
    String version,
    Machine machine,
    List<MeasuredRun> runs,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<HostState> hosts,
    List<Item> sync,
    Events events,
    long elapsedMs) {

  public DemoDocument {
    runs = List.copyOf(runs);
    hosts = List.copyOf(hosts);
    sync = List.copyOf(sync);
  }

  /** What the figures were measured on. */
  public record Machine(int cores, String postgresql, String java) {}

  /** One row of the sync table. */
  public record Item(String item, String state) {}

  /** The event log as its own check found it. */
  public record Events(long count, boolean verified) {}

  /** One line. */
  public String json() {
    try {
      return new JsonMapper().writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
