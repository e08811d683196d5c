package dev.baton;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Holds a table of the documentation to the code. A column behind those of the code is written by
 * hand; {@code -Ddocs.update=true} writes the table anew and keeps that column.
 */
public final class ReferenceTable {

  private ReferenceTable() {}

  /**
   * Demands that the table has exactly these rows, in this order.
   *
   * @param page its path from the top of the checkout
   * @param name as in the comment above the table
   * @param rows cells without the one written by hand; the first is the key of the row
   */
  public static void hold(String page, String name, List<List<String>> rows) throws IOException {
    Path file = Checkout.file(page);
    String text = Files.readString(file);
    Matcher place =
        Pattern.compile("<!-- table: %s -->\n(\\|.*\n)\\|-.*\n((?:\\|.*\n)*)".formatted(name))
            .matcher(text);
    assertThat(place.find()).as("%s has a place for the table '%s'", page, name).isTrue();
    int columns = cells(place.group(1)).size();
    Map<String, List<String>> before =
        place
            .group(2)
            .lines()
            .map(ReferenceTable::cells)
            .collect(Collectors.toMap(List::getFirst, row -> row, (first, second) -> first));
    List<String> lines =
        rows.stream()
            .map(row -> line(row, columns, before.getOrDefault(row.getFirst(), List.of())))
            .toList();
    String table = String.join("", lines);
    if (Boolean.getBoolean("docs.update")) {
      Files.writeString(
          file, text.substring(0, place.start(2)) + table + text.substring(place.end(2)));
    } else {
      assertThat(place.group(2))
          .as("%s: write the table anew with -Ddocs.update=true", page)
          .isEqualTo(table);
    }
    assertThat(lines)
        .as("%s: the cell that is written by hand is empty", page)
        .noneMatch(line -> cells(line).size() > rows.getFirst().size() && line.endsWith("|  |\n"));
  }

  private static String line(List<String> row, int columns, List<String> before) {
    String byHand = before.size() == columns ? before.getLast() : "";
    Stream<String> cells =
        row.size() == columns ? row.stream() : Stream.concat(row.stream(), Stream.of(byHand));
    return cells.collect(Collectors.joining(" | ", "| ", " |\n"));
  }

  /** Code as it stands in a table; an empty cell for nothing. */
  public static String code(String text) {
    return text.isEmpty() ? "" : "`" + text.replace("|", "\\|") + "`";
  }

  private static List<String> cells(String line) {
    String inner = line.strip().replaceAll("^\\| | \\|$", "");
    return List.of(inner.split("(?<!\\\\) \\| ", -1));
  }
}
