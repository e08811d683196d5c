package dev.baton.cli.watch;

import dev.baton.cli.api.JsonFields;
import dev.baton.cli.screen.Amounts;
import dev.baton.cli.screen.Screen;
import dev.baton.cli.view.OperationText;
import dev.baton.protocol.EvidenceKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What is new in an operation since the last look, and how far it is. */
final class ProgressText {

  /** Steps under way that are shown at once. */
  private static final int MOST = 5;

  private final Screen screen;
  private final boolean withStarts;
  private final Map<String, String> stepsSeen = new HashMap<>();
  private String stateSeen = "";

  /**
   * @param withStarts whether the start of a step is news: not where a footer shows what runs
   */
  ProgressText(Screen screen, boolean withStarts) {
    this.screen = screen;
    this.withStarts = withStarts;
  }

  /** A line for each step and each state that is not as it was; steps in the order of the plan. */
  List<String> news(JsonFields view, Instant now) {
    List<String> lines = new ArrayList<>();
    if (stateSeen.isEmpty()) {
      lines.add(OperationText.title(view));
      state(view, now).ifPresent(lines::add);
    }
    view.objects("steps").forEach(step -> news(step, view, now).ifPresent(lines::add));
    // What a step has done explains the state that follows.
    state(view, now).ifPresent(lines::add);
    return List.copyOf(lines);
  }

  private Optional<String> state(JsonFields view, Instant now) {
    String state = view.text("state") + view.text("why");
    if (state.equals(stateSeen)) {
      return Optional.empty();
    }
    stateSeen = state;
    return Optional.of(line(since(view, now), view.text("state"), view.text("why")));
  }

  private Optional<String> news(JsonFields step, JsonFields view, Instant now) {
    String state = step.text("state");
    String undo = step.text("undo");
    String id = step.text("id");
    String seen = "%s %s %s".formatted(state, undo, step.number("attempt"));
    String before = stepsSeen.put(id, seen);
    boolean starts = state.equals("RUNNING") || undo.equals("RUNNING");
    boolean untouched = state.equals("PENDING") && undo.isEmpty();
    if (seen.equals(before) || untouched || (starts && !withStarts)) {
      return Optional.empty();
    }
    String what = undo.isEmpty() ? id : "%s (taken back: %s)".formatted(id, undo);
    String took =
        ms(step).filter(time -> !starts).map(time -> "  " + Amounts.span(time)).orElse("");
    String why = step.find("why").map(text -> "  " + text).orElse("");
    return Optional.of(line(at(step, view, now), state, what + took + why));
  }

  /** What is painted over with the next look. */
  List<String> footer(JsonFields view, Optional<JsonFields> report, Instant now) {
    List<JsonFields> steps = view.objects("steps");
    long done =
        steps.stream()
            .map(step -> step.text("state"))
            .filter(state -> !state.equals("PENDING") && !state.equals("RUNNING"))
            .count();
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s  %s  %d of %d steps%s"
            .formatted(
                screen.state(view.text("state")),
                Amounts.elapsed(since(view, now)),
                done,
                steps.size(),
                report
                    .flatMap(known -> gap(known, now))
                    .map(gap -> "  service gap " + Amounts.span(gap))
                    .orElse("")));
    steps.stream()
        .filter(step -> step.text("state").equals("RUNNING"))
        .limit(MOST)
        .forEach(step -> lines.add("  " + running(step, now)));
    return List.copyOf(lines);
  }

  private static String running(JsonFields step, Instant now) {
    String time =
        step.time("startedAt").map(at -> Amounts.elapsed(Duration.between(at, now))).orElse("");
    return "%s  %s%s".formatted(step.text("id"), time, copied(step.object("progress")));
  }

  /** Of a copy, whose agent says how far it is. */
  private static String copied(JsonFields progress) {
    Optional<Long> bytes = count(progress, EvidenceKey.BYTES);
    return bytes
        .map(done ->
            "  "
                + Amounts.bytes(done)
                + count(progress, EvidenceKey.BYTES_TOTAL)
                    .map(all -> " of " + Amounts.bytes(all))
                    .orElse(""))
        .orElse("");
  }

  private static Optional<Long> count(JsonFields progress, EvidenceKey key) {
    return progress
        .find(key.wireName())
        .filter(text -> text.matches("\\d{1,18}"))
        .map(Long::valueOf);
  }

  /** While it lasts the log does not count it on. */
  private static Optional<Duration> gap(JsonFields report, Instant now) {
    JsonFields span = report.object("serviceGap");
    return span.has("to")
        ? OperationText.gap(report)
        : span.time("from").map(from -> positive(Duration.between(from, now)));
  }

  /** When it came to its state: by the operation's own times, where they say so. */
  private static Duration at(JsonFields step, JsonFields view, Instant now) {
    Optional<Instant> started = step.time("startedAt").filter(time -> step.text("undo").isEmpty());
    Optional<Instant> requested = view.time("requestedAt");
    if (started.isEmpty() || requested.isEmpty()) {
      return since(view, now);
    }
    Instant end = started.get().plus(ms(step).orElse(Duration.ZERO));
    return positive(Duration.between(requested.get(), end));
  }

  /** Since the request; by this machine's clock, which may differ from the control plane's. */
  private static Duration since(JsonFields view, Instant now) {
    Instant until = view.time("endedAt").orElse(now);
    return view.time("requestedAt")
        .map(from -> positive(Duration.between(from, until)))
        .orElse(Duration.ZERO);
  }

  private static Duration positive(Duration time) {
    return time.isNegative() ? Duration.ZERO : time;
  }

  private static Optional<Duration> ms(JsonFields step) {
    OptionalLong ms = step.number("ms");
    return ms.isPresent() ? Optional.of(Duration.ofMillis(ms.getAsLong())) : Optional.empty();
  }

  private String line(Duration at, String state, String text) {
    String padded = " ".repeat(Math.max(0, 9 - state.length()));
    return "%6s  %s%s  %s"
        .formatted(Amounts.elapsed(at), screen.state(state), padded, text)
        .stripTrailing();
  }
}
