package dev.baton.cli.screen;

import java.util.List;

/**
 * Lines at the bottom of a terminal that are painted over, below those that stay. Where there is no
 * terminal only those that stay are printed.
 */
public final class LiveFooter {

  /** Long lines end at the edge: one that goes on below would not be painted over. */
  private static final String NO_WRAP = "\033[?7l";

  private static final String WRAP = "\033[?7h";

  private final Screen screen;
  private int standing;

  public LiveFooter(Screen screen) {
    this.screen = screen;
  }

  /** Whether a footer is seen at all. */
  public boolean seen() {
    return screen.live();
  }

  /** Prints lines that stay, and the footer below them in place of the last one. */
  public void print(List<String> lines, List<String> footer) {
    if (!screen.live()) {
      screen.lines(lines);
      return;
    }
    StringBuilder text = new StringBuilder();
    if (standing > 0) {
      text.append("\033[").append(standing).append("A\r\033[J");
    }
    lines.forEach(line -> text.append(line).append('\n'));
    if (!footer.isEmpty()) {
      text.append(NO_WRAP);
      footer.forEach(line -> text.append(line).append('\n'));
      text.append(WRAP);
    }
    screen.raw(text.toString());
    standing = footer.size();
  }
}
