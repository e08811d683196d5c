package dev.baton.audit.report;

import com.google.errorprone.annotations.FormatMethod;
import dev.baton.audit.report.Waterfall.Bar;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A waterfall as an SVG image. */
final class WaterfallSvg {

  static final String MEDIA_TYPE = "image/svg+xml";

  private static final int ROW = 18;
  private static final int NAMES = 260;
  private static final int PLOT = 640;
  private static final int FIGURES = 80;
  private static final int TICKS = 8;

  private final Waterfall waterfall;
  private final StringBuilder svg = new StringBuilder();

  private WaterfallSvg(Waterfall waterfall) {
    this.waterfall = waterfall;
  }

  static String of(Waterfall waterfall) {
    return new WaterfallSvg(waterfall).draw();
  }

  private String draw() {
    int height = ROW * (waterfall.bars().size() + waterfall.gaps().size() + 2);
    add(
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %1$d %2$d' width='%1$d' height='%2$d'"
            + " font-family='sans-serif' font-size='11'>",
        NAMES + PLOT + FIGURES, height);
    add("<title>Where the time of %s went</title>", escaped(waterfall.operation()));
    add("<rect width='100%%' height='100%%' fill='#fff'/>");
    gaps(height);
    ticks(height);
    List<Bar> rows = Stream.concat(waterfall.bars().stream(), waterfall.gaps().stream()).toList();
    for (int row = 0; row < rows.size(); row++) {
      row(rows.get(row), ROW * (row + 1));
    }
    add("</svg>");
    return svg.toString();
  }

  /** Behind all rows, so that one sees which of them are in the gap. */
  private void gaps(int height) {
    for (Bar gap : waterfall.gaps()) {
      add(
          "<rect x='%.1f' y='0' width='%.1f' height='%d' fill='#c33' fill-opacity='0.08'/>",
          x(gap.fromMs()), x(gap.toMs()) - x(gap.fromMs()), height);
    }
  }

  private void ticks(int height) {
    for (int tick = 0; tick <= TICKS; tick++) {
      long ms = waterfall.lengthMs() * tick / TICKS;
      add("<path d='M%.1f 0V%d' stroke='#ddd'/>", x(ms), height - ROW);
      add(
          "<text x='%.1f' y='%d' fill='#777' text-anchor='middle'>%d ms</text>",
          x(ms), height - 5, ms);
    }
  }

  private void row(Bar bar, int y) {
    double from = x(bar.fromMs());
    double width = Math.max(1, x(bar.toMs()) - from);
    add("<text x='%d' y='%d' text-anchor='end'>%s</text>", NAMES - 6, y + 12, escaped(bar.name()));
    add(
        "<rect x='%.1f' y='%d' width='%.1f' height='%d' fill='%s'><title>%s: %d ms %s</title></rect>",
        from, y + 2, width, ROW - 4, colour(bar), escaped(bar.name()), bar.ms(), bar.result());
    add("<text x='%.1f' y='%d' fill='#555'>%d ms</text>", from + width + 4, y + 12, bar.ms());
  }

  private static String colour(Bar bar) {
    return switch (bar.result()) {
      case "" -> "#c33";
      case "DONE" -> bar.name().startsWith("undo of ") ? "#96c" : "#48b";
      case "REFUSED" -> "#a33";
      case "UNKNOWN" -> "#e90";
      default -> "#aaa";
    };
  }

  private double x(long ms) {
    return NAMES + (double) ms * PLOT / waterfall.lengthMs();
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("'", "&apos;");
  }

  @FormatMethod
  private void add(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
