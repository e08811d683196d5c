package dev.baton.audit.report;

import dev.baton.audit.report.Waterfall.Bar;
import java.util.Locale;

/** A waterfall for a terminal. */
final class WaterfallText {

  private static final int COLUMNS = 50;

  private WaterfallText() {}

  /** Empty when nothing has begun. */
  static String of(Waterfall waterfall) {
    if (waterfall.bars().isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder("## Where the time went\n\n```\n");
    text.append("%-34s %9s %9s\n".formatted("", "from ms", "took ms"));
    waterfall.bars().forEach(bar -> line(text, waterfall, bar, '#'));
    waterfall.gaps().forEach(gap -> line(text, waterfall, gap, '-'));
    return text.append("```").toString();
  }

  private static void line(StringBuilder text, Waterfall waterfall, Bar bar, char ink) {
    // Every bar has room to be seen.
    int from = Math.min(COLUMNS - 1, column(bar.fromMs(), waterfall));
    int length = Math.max(1, column(bar.toMs(), waterfall) - from);
    String result = bar.result().isEmpty() || bar.result().equals("DONE") ? "" : bar.result();
    text.append(
        String.format(
                Locale.ROOT,
                "%-34s %9d %9d |%s%s%s| %s",
                bar.name(),
                bar.fromMs(),
                bar.ms(),
                " ".repeat(from),
                String.valueOf(ink).repeat(length),
                " ".repeat(COLUMNS - from - length),
                result)
            .stripTrailing());
    text.append('\n');
  }

  private static int column(long ms, Waterfall waterfall) {
    return (int) Math.round((double) ms * COLUMNS / waterfall.lengthMs());
  }
}
