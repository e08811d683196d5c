package dev.baton;

import static dev.baton.ReferenceTable.code;
import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the table of settings to everything in the programs that is read as one. */
class ConfigurationPageTest {

  /** Names that look like settings: keys inside the program, and what the script tells it. */
  private static final Set<String> NO_SETTINGS =
      Set.of(
          "baton.database.folder",
          "baton.database.running.",
          "baton.database.state",
          "baton.request-id",
          "baton.home",
          "baton.lab.counting",
          "baton.version");

  private static final Pattern LITERAL = Pattern.compile("\"(baton\\.[a-z][a-z.-]*)\"");
  private static final Pattern VARIABLE = Pattern.compile("BATON_[A-Z_]*[A-Z]");

  @Test
  void thePageHasEverySettingThatIsRead() throws IOException {
    List<List<String>> rows =
        settings().entrySet().stream()
            .map(setting ->
                List.of(
                    code(variable(setting.getKey())),
                    code(setting.getKey()),
                    code(setting.getValue())))
            .toList();

    ReferenceTable.hold("docs/configuration.md", "settings", rows);
  }

  @Test
  void noOtherVariableIsNamedAnywhere() throws IOException {
    Set<String> known = new TreeSet<>(ofTheCommandLine());
    settings().keySet().stream().map(ConfigurationPageTest::variable).forEach(known::add);

    assertThat(found(VARIABLE, 0)).isSubsetOf(known);
  }

  /** Those of the command line have a page of their own, which its own tests hold to it. */
  private static List<String> ofTheCommandLine() throws IOException {
    String page = Files.readString(Checkout.file("docs/command-line.md"));
    return VARIABLE.matcher(page).results().map(MatchResult::group).toList();
  }

  /** Name to default; empty where the default is none, or is worked out. */
  private static Map<String, String> settings() throws IOException {
    Map<String, String> settings = new TreeMap<>();
    for (String name : found(LITERAL, 1)) {
      settings.put(name, "");
    }
    settings.keySet().removeAll(NO_SETTINGS);
    for (Class<?> type : SourceTree.classesNamed("\\w+Config")) {
      if (type.isAnnotationPresent(ConfigMapping.class)) {
        String prefix = type.getAnnotation(ConfigMapping.class).prefix();
        settings.remove(prefix);
        Stream.of(type.getDeclaredMethods())
            .forEach(method -> settings.put(prefix + "." + kebab(method), declared(method)));
      }
    }
    properties().forEach(settings::replace);
    return settings;
  }

  private static Set<String> found(Pattern pattern, int group) throws IOException {
    Set<String> found = new TreeSet<>();
    for (String text : SourceTree.texts()) {
      Matcher matcher = pattern.matcher(text);
      while (matcher.find()) {
        found.add(matcher.group(group));
      }
    }
    return found;
  }

  private static Map<String, String> properties() throws IOException {
    Properties properties = new Properties();
    try (InputStream file =
        ConfigurationPageTest.class.getResourceAsStream("/application.properties")) {
      properties.load(file);
    }
    Map<String, String> map = new TreeMap<>();
    properties.forEach((key, value) -> map.put(key.toString(), value.toString()));
    return map;
  }

  private static String declared(Method method) {
    return method.isAnnotationPresent(WithDefault.class)
        ? method.getAnnotation(WithDefault.class).value()
        : "";
  }

  private static String kebab(Method method) {
    return method.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  private static String variable(String name) {
    return name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
  }
}
