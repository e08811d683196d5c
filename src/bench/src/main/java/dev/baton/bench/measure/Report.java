package dev.baton.bench.measure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;

/** Everything that was measured; its JSON is read by others. */
public record Report(List<Measure> measures) {

  private static final JsonMapper JSON = new JsonMapper();

  public String json() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("figures are always JSON", e);
    }
  }

  public String table() {
    var table = new StringBuilder();
    String line = "%-30s %8s %10s %10s %10s  %-9s %4s %10s  %s%n";
    table.append(
        line.formatted("name", "ratio", "median", "min", "max", "unit", "runs", "goal", "met"));
    for (Measure m : measures) {
      table.append(
          line.formatted(
              m.name(),
              plain(m.ratio()),
              plain(m.median()),
              plain(m.min()),
              plain(m.max()),
              m.unit(),
              m.runs(),
              "%s %s".formatted(sign(m), plain(m.goal())),
              m.met() ? "yes" : "NO"));
    }
    return table.toString();
  }

  /** A part of a measure, {@code NAME, in what case}, has the goal of the whole. */
  private static String sign(Measure m) {
    return Goals.of(m.name().split(",", 2)[0]).direction().sign();
  }

  private static String plain(double figure) {
    return figure == Math.rint(figure)
        ? Long.toString(Math.round(figure))
        : Double.toString(figure);
  }
}
