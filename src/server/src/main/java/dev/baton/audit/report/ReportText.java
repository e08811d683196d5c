package dev.baton.audit.report;

import static dev.baton.http.Markdown.plain;

import dev.baton.audit.report.OperationReport.AttemptReport;
import dev.baton.audit.report.OperationReport.Loss;
import dev.baton.audit.report.OperationReport.Milestones;
import dev.baton.audit.report.OperationReport.OperatorAction;
import dev.baton.audit.report.OperationReport.StepReport;
import dev.baton.audit.report.OperationReport.TimeSpan;
import dev.baton.audit.report.OperationReport.Wait;
import dev.baton.http.Markdown;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A report as Markdown. */
final class ReportText {

  private final OperationReport report;
  private final Markdown text = new Markdown();

  private ReportText(OperationReport report) {
    this.report = report;
  }

  static Markdown of(OperationReport report) {
    ReportText text = new ReportText(report);
    text.head();
    text.figures();
    text.people();
    text.text.block(WaterfallText.of(Waterfall.of(report)));
    text.steps();
    text.attempts();
    text.rest();
    return text.text;
  }

  private void head() {
    OperatorAction request = report.request();
    text.block("# Report of %s: %s".formatted(report.operation(), report.state()));
    text.block(
        "%s%s of pair %s from %s to %s, asked for by %s at %s: \"%s\"%s."
            .formatted(
                report.mode() == null ? "" : report.mode() + " ",
                report.kind(),
                report.pair(),
                report.from(),
                report.to(),
                plain(request.actor()),
                request.at(),
                plain(or(request.reason(), "no reason given")),
                request.ticket() == null ? "" : " (" + plain(request.ticket()) + ")"));
    if (!report.open().isEmpty()) {
      text.block("## Still open");
      text.list(report.open().stream().map(Markdown::plain).toList());
    }
    if (!report.exceptions().isEmpty()) {
      text.block("## Skipped, overridden or ignored");
      text.list(report.exceptions().stream().map(Markdown::plain).toList());
    }
  }

  private void figures() {
    Loss loss = report.dataLoss();
    TimeSpan gap = report.serviceGap();
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("Time to recover (RTO)", span(report.recoveryTime())));
    rows.add(List.of("Service gap", gap == null ? "none: service was never closed" : span(gap)));
    rows.add(
        List.of(
            "Data loss (RPO)",
            "%s%s: %s"
                .formatted(
                    loss.verdict(),
                    loss.bytes() == null
                        ? ""
                        : ", %s bytes, %s seconds".formatted(loss.bytes(), loss.seconds()),
                    plain(loss.why()))));
    if (loss.accepted() != null) {
      rows.add(List.of("Accepted loss", plain(loss.accepted())));
    }
    if (!loss.evidence().isEmpty()) {
      rows.add(List.of("Evidence", evidence(loss.evidence())));
    }
    if (report.divergence() != null) {
      rows.add(List.of("Erased on the old primary", plain(report.divergence().words())));
    }
    text.block("## Figures");
    text.table(List.of("figure", "value"), rows);
    milestones(report.milestones());
  }

  private void milestones(Milestones reached) {
    List<List<String>> rows = new ArrayList<>();
    milestone(rows, "old primary last seen", reached.primaryLastSeenAt());
    milestone(rows, "requested", reached.requestedAt());
    milestone(rows, "first step", reached.startedAt());
    milestone(rows, "service closed", reached.serviceClosedAt());
    milestone(rows, "promoted", reached.promotedAt());
    milestone(rows, "address taken", reached.addressTakenAt());
    milestone(rows, "service back", reached.serviceBackAt());
    milestone(rows, "redundant again", reached.redundantAt());
    milestone(rows, "ended", reached.endedAt());
    text.table(List.of("reached", "at"), rows);
  }

  private static void milestone(List<List<String>> rows, String what, @Nullable Instant at) {
    if (at != null) {
      rows.add(List.of(what, at.toString()));
    }
  }

  private void people() {
    List<OperatorAction> all = new ArrayList<>();
    all.add(report.request());
    all.addAll(report.words());
    text.block("## Who said what");
    text.table(
        List.of("at", "what", "who", "why", "ticket", "about"),
        all.stream()
            .map(word ->
                List.of(
                    word.at().toString(),
                    word.what(),
                    plain(word.actor()),
                    plain(or(word.reason(), "")),
                    plain(or(word.ticket(), "")),
                    or(word.step(), "")
                        + (word.planHash() == null ? "" : " `%s`".formatted(word.planHash()))))
            .toList());
    if (!report.waits().isEmpty()) {
      text.block("## Waits for a person");
      text.table(
          List.of("from", "for", "at step", "why", "took", "moved on by"),
          report.waits().stream().map(ReportText::row).toList());
    }
  }

  private static List<String> row(Wait wait) {
    return List.of(
        wait.from().toString(),
        wait.kind(),
        or(wait.step(), ""),
        plain(wait.why()),
        wait.ms() == null ? "still waiting" : seconds(wait.ms()),
        wait.movedBy() == null ? "" : "%s: %s".formatted(plain(wait.movedBy()), wait.move()));
  }

  private void steps() {
    text.block("## Plan and steps");
    text.list(
        report.plans().stream()
            .map(plan ->
                "plan `%s`, %d steps, frozen at %s"
                    .formatted(plan.hash(), plan.steps().size(), plan.at()))
            .toList());
    text.table(
        List.of("phase", "step", "state", "attempts", "took", "evidence"),
        report.steps().stream().map(ReportText::row).toList());
  }

  private static List<String> row(StepReport step) {
    List<AttemptReport> forward = step.attempts().stream().filter(a -> !a.undo()).toList();
    return List.of(
        step.phase(),
        step.id(),
        step.state(),
        Integer.toString(forward.size()),
        step.ms() == null ? "" : seconds(step.ms()),
        forward.isEmpty() ? "" : evidence(forward.getLast().evidence()));
  }

  /** Those that did not go smoothly, and what was taken back. */
  private void attempts() {
    List<List<String>> rows = new ArrayList<>();
    for (StepReport step : report.steps()) {
      for (AttemptReport attempt : step.attempts()) {
        if (attempt.undo() || !attempt.result().equals("DONE")) {
          rows.add(
              List.of(
                  attempt.startedAt().toString(),
                  (attempt.undo() ? "undo of " : "") + step.id(),
                  Integer.toString(attempt.number()),
                  attempt.result(),
                  attempt.ms() == null ? "" : seconds(attempt.ms()),
                  plain(or(attempt.why(), ""))
                      + (attempt.code() == null ? "" : " (%s)".formatted(attempt.code())),
                  evidence(attempt.evidence())));
        }
      }
    }
    if (!rows.isEmpty()) {
      text.block("## Refused, unknown, taken back");
      text.table(List.of("at", "step", "attempt", "result", "took", "why", "evidence"), rows);
    }
  }

  private void rest() {
    if (!report.notStarted().isEmpty()) {
      text.block("Never started: " + String.join(", ", report.notStarted()) + ".");
    }
    text.list(
        report.takeOvers().stream()
            .map(over ->
                "%s: replica %s took the pair over (epoch %d)"
                    .formatted(over.at(), plain(over.replica()), over.epoch()))
            .toList());
    text.block(
        """
        Made from events %d to %d of the log (%d of this pair), the last one with hash `%s`;
        `GET /v1/events/verify` checks them.
        """
            .formatted(
                report.source().firstSeq(),
                report.source().lastSeq(),
                report.source().events(),
                report.source().lastHash()));
  }

  private static String span(TimeSpan span) {
    return "%s%s (machine %s, people %s)"
        .formatted(
            seconds(span.ms()),
            span.to() == null ? " so far" : "",
            seconds(span.machineMs()),
            seconds(span.humanMs()));
  }

  private static String evidence(Map<String, String> evidence) {
    return new TreeMap<>(evidence)
        .entrySet().stream()
            .map(fact -> plain(fact.getKey() + " " + fact.getValue()))
            .collect(Collectors.joining(", "));
  }

  private static String seconds(long ms) {
    return "%d.%03d s".formatted(ms / 1000, ms % 1000);
  }

  private static String or(@Nullable String text, String otherwise) {
    return text == null ? otherwise : text;
  }
}
