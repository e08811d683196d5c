package dev.baton.faults;

import dev.baton.faults.Scenario.Line;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads the text of a scenario; strict, because a line that is not understood proves nothing. */
final class ScenarioText {

  private final String file;
  private final List<Line> lines = new ArrayList<>();
  private final List<String> title = new ArrayList<>();

  private ScenarioText(String file) {
    this.file = file;
  }

  /**
   * The scenario of that text.
   *
   * @throws ScenarioException naming file, line and what is known, when it is not understood
   */
  static Scenario parse(String file, String text) {
    ScenarioText reading = new ScenarioText(file);
    List<String> rows = text.lines().toList();
    for (int i = 0; i < rows.size(); i++) {
      reading.row(i + 1, rows.get(i).strip());
    }
    return reading.whole();
  }

  private void row(int number, String row) {
    if (row.startsWith("#")) {
      if (lines.isEmpty()) {
        title.add(row.substring(1).strip());
      }
      return;
    }
    if (!row.isEmpty()) {
      line(file + ":" + number, row.split("\\s+", 2));
    }
  }

  private void line(String where, String[] parts) {
    Block block =
        Arrays.stream(Block.values())
            .filter(known -> known.word().equals(parts[0]))
            .findFirst()
            .orElseThrow(() ->
                new ScenarioException(
                    where,
                    "'%s' is no block; there are %s"
                        .formatted(
                            parts[0],
                            Arrays.stream(Block.values())
                                .map(Block::word)
                                .collect(Collectors.joining(", ")))));
    if (!lines.isEmpty() && !block.mayFollow(lines.getLast().block())) {
      throw new ScenarioException(
          where, "%s cannot come after %s".formatted(block.word(), lines.getLast().block().word()));
    }
    String words = parts.length > 1 ? parts[1].replaceAll("\\s+", " ") : "";
    lines.add(new Line(where, block, words, step(where, block, words)));
  }

  private static ScenarioStep step(String where, Block block, String words) {
    try {
      return step(block, words);
    } catch (IllegalArgumentException e) {
      throw new ScenarioException(where, String.valueOf(e.getMessage()));
    }
  }

  /**
   * What those words of a block mean.
   *
   * @throws IllegalArgumentException with all that could have stood there
   */
  static ScenarioStep step(Block block, String words) {
    return Language.of(block).stream()
        .map(sentence -> sentence.read(words))
        .flatMap(Optional::stream)
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "'%s' is not understood; after %s there can be%n%s"
                    .formatted(
                        words,
                        block.word(),
                        Language.of(block).stream()
                            .map(sentence -> "  " + sentence.explained())
                            .collect(Collectors.joining("\n")))));
  }

  private Scenario whole() {
    if (title.isEmpty()) {
      throw new ScenarioException(file + ":1", "say in a comment at the top what the situation is");
    }
    for (Block needed : List.of(Block.SETUP, Block.EXPECT)) {
      if (lines.stream().noneMatch(line -> line.block() == needed)) {
        throw new ScenarioException(file, "there is no %s".formatted(needed.word()));
      }
    }
    return new Scenario(Scenario.withoutEnding(file), String.join(" ", title), lines);
  }
}
