package dev.baton.cli.screen;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Rows with columns of equal width; the last column is as wide as it is. */
public final class TextTable {

  /** One cell, on one line. */
  public record Cell(String text, Tone tone) {

    public Cell {
      text = SafeText.line(text);
    }

    public static Cell of(String text) {
      return new Cell(text, Tone.PLAIN);
    }

    /** A state as the API names it, in its own tone. */
    public static Cell state(String word) {
      return new Cell(word, Tone.ofState(word));
    }
  }

  private static final String GAP = "  ";

  private final List<List<Cell>> rows = new ArrayList<>();

  /** A table with these words above its columns. */
  public TextTable(String... heads) {
    rows.add(Stream.of(heads).map(head -> new Cell(head, Tone.STRONG)).toList());
  }

  /** Adds a row; it has as many cells as there are heads. */
  public void row(Cell... cells) {
    rows.add(List.of(cells));
  }

  /** Heads first; without any row nothing at all. */
  public List<String> lines(Screen screen) {
    if (rows.size() == 1) {
      return List.of();
    }
    int[] widths = new int[rows.getFirst().size()];
    for (List<Cell> row : rows) {
      Arrays.setAll(widths, i -> Math.max(widths[i], row.get(i).text().length()));
    }
    return rows.stream().map(row -> line(row, widths, screen)).toList();
  }

  private static String line(List<Cell> row, int[] widths, Screen screen) {
    StringBuilder line = new StringBuilder();
    String blanks = "";
    for (int i = 0; i < widths.length; i++) {
      Cell cell = row.get(i);
      if (!cell.text().isEmpty()) {
        line.append(blanks).append(screen.paint(cell.tone(), cell.text()));
        blanks = "";
      }
      blanks += " ".repeat(widths[i] - cell.text().length()) + GAP;
    }
    return line.toString();
  }
}
