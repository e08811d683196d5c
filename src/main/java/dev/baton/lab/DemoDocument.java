package dev.baton.lab;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code baton demo --json} prints. The names are relied on by others: renaming one breaks
 * them.
 *
 * @param why what went wrong; absent when {@code ok}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record DemoDocument(
    boolean ok,
    @Nullable String why,
    String version,
    Machine machine,
    List<MeasuredRun> runs,
    List<Item> sync,
    Events events,
    long elapsedMs) {

  DemoDocument {
    runs = List.copyOf(runs);
    sync = List.copyOf(sync);
  }

  /** What the figures were measured on. */
  record Machine(int cores, String postgresql, String java) {}

  /** One row of the sync table. */
  record Item(String item, String state) {}

  /** The event log as its own check found it. */
  record Events(long count, boolean verified) {}

  /** One line. */
  String json() {
    try {
      return new JsonMapper().writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
