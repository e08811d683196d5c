package dev.baton;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the documents name is there: files, classes, links and commands. */
class DocumentedNamesTest {

  /** A path from the top; what a build makes is checked up to its module's folder. */
  private static final Pattern PATH = Pattern.compile("(?<![\\w/.])src/[\\w./*-]*\\w");

  /** A name of two humps or more in backticks, or a test that a command names. */
  private static final Pattern CLASS =
      Pattern.compile("`([A-Z][a-z]+(?:[A-Z][a-z0-9]*)+)`|-D(?:it\\.)?test='?([\\w*]+)");

  /** A link to another page, with or without a heading of it. */
  private static final Pattern LINK = Pattern.compile("\\]\\((?!http)([^)#\\s]+)");

  private static final Pattern COMMAND = Pattern.compile("\\./baton ([a-z]+)");

  /** A room of the map in CONTRIBUTING.md. */
  private static final Pattern ROOM = Pattern.compile("`([a-z]+)`");

  /** Module and package of a source: the last word of the package is the name of its room. */
  private static final Pattern SOURCE =
      Pattern.compile("src/(\\w+)/src/main/java/dev/baton/(?:\\w+/)*(\\w+)/[\\w-]+\\.java");

  @ParameterizedTest
  @MethodSource("pages")
  void everyPathIsThere(String page) throws IOException {
    Set<String> named = found(PATH, read(page));

    named.removeIf(path -> Files.exists(Checkout.file(path.replaceAll("/target(/.*)?$", ""))));

    assertThat(named).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyClassIsThere(String page) throws IOException {
    Set<String> named = found(CLASS, read(page));
    Set<String> known = classes();

    named.removeIf(name -> known.stream().anyMatch(known(name)));

    assertThat(named).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyLinkLeadsSomewhere(String page) throws IOException {
    Set<String> links = found(LINK, read(page));

    links.removeIf(link -> Files.exists(Checkout.file(page).resolveSibling(link)));

    assertThat(links).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyCommandIsThere(String page) throws IOException {
    String script = read("baton");

    assertThat(found(COMMAND, read(page)))
        .allMatch(
            command -> script.matches("(?s).*\n  ([\\w -]+\\| )*%s[ )|].*".formatted(command)));
  }

  @Test
  void everyRoomOfTheMapIsAFolder() throws IOException {
    Set<String> rooms = new TreeSet<>();
    map().values().forEach(rooms::addAll);

    assertThat(rooms).isNotEmpty();
    assertThat(folders()).containsAll(rooms);
  }

  @Test
  void everyPackageIsARoomOfTheMap() throws IOException {
    Map<String, Set<String>> map = map();
    Set<String> missing = new TreeSet<>();

    for (Path source : SourceTree.sources()) {
      Matcher place = SOURCE.matcher(Checkout.file("").relativize(source).toString());
      if (place.matches() && !map.getOrDefault(place.group(1), Set.of()).contains(place.group(2))) {
        missing.add(place.group(1) + ": " + place.group(2));
      }
    }

    assertThat(missing).isEmpty();
  }

  /** Module to the names in its row of the map in CONTRIBUTING.md, its own among them. */
  private static Map<String, Set<String>> map() throws IOException {
    return read("CONTRIBUTING.md")
        .replaceAll("(?s).*\n## The rooms|\n## How .*", "")
        .lines()
        .filter(line -> line.startsWith("| `"))
        .collect(
            Collectors.toMap(
                line -> line.replaceAll("^\\| `(\\w+)`.*", "$1"), line -> found(ROOM, line)));
  }

  static Stream<String> pages() throws IOException {
    try (Stream<Path> docs = Files.list(Checkout.file("docs"))) {
      return Stream.concat(
          Stream.of(
              "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "examples/README.md"),
          docs.map(file -> "docs/" + file.getFileName()).filter(name -> name.endsWith(".md")))
          .sorted()
          .toList()
          .stream();
    }
  }

  private static String read(String page) throws IOException {
    return Files.readString(Checkout.file(page));
  }

  /** The group that fits of each place; the whole where the pattern has none. */
  private static Set<String> found(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map(DocumentedNamesTest::group)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String group(MatchResult place) {
    for (int i = 1; i <= place.groupCount(); i++) {
      if (place.group(i) != null) {
        return place.group(i);
      }
    }
    return place.group();
  }

  private static Predicate<String> known(String pattern) {
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
    return name -> matcher.matches(Path.of(name));
  }

  private static Set<String> classes() {
    return below(file -> Files.isRegularFile(file)).stream()
        .map(name -> name.replaceAll("\\.java$", ""))
        .collect(Collectors.toSet());
  }

  private static Set<String> folders() {
    return below(file -> Files.isDirectory(file));
  }

  private static Set<String> below(Predicate<Path> kind) {
    Path root = Checkout.file("src");
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(file -> !root.relativize(file).toString().contains("/target/"))
          .filter(kind)
          .map(file -> file.getFileName().toString())
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
