package dev.baton.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * One situation, read from its file.
 *
 * @param name the file's, without its ending
 * @param title what the comments at the top say
 */
record Scenario(String name, String title, List<Line> lines) {

  private static final String ENDING = ".scenario";

  Scenario {
    lines = List.copyOf(lines);
  }

  /** A line that does something; {@code where} is {@code FILE:NUMBER}. */
  record Line(String where, Block block, String text, ScenarioStep step) {}

  boolean isShort() {
    return lines.stream().anyMatch(line -> line.block() == Block.LIST);
  }

  /** Whether it leaves something to the seed. */
  boolean byChance() {
    return lines.stream().anyMatch(line -> line.text().endsWith("at random"));
  }

  static Scenario named(String folder, String name) {
    return in(folder).stream()
        .filter(scenario -> scenario.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(name));
  }

  /** The scenarios of a folder of the test resources, by name. */
  static List<Scenario> in(String folder) {
    try {
      Path place = Path.of(Objects.requireNonNull(Scenario.class.getResource(folder)).toURI());
      try (Stream<Path> files = Files.list(place)) {
        return files
            .filter(file -> file.toString().endsWith(ENDING))
            .sorted()
            .map(Scenario::read)
            .toList();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Scenario read(Path file) {
    try {
      String name = file.getFileName().toString();
      return ScenarioText.parse(name, Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String withoutEnding(String file) {
    return file.endsWith(ENDING) ? file.substring(0, file.length() - ENDING.length()) : file;
  }
}
