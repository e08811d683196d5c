package dev.baton.faults;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One sentence of the language: fixed words and places such as {@code <host>}.
 *
 * @param text as it is shown to somebody who wrote an unknown one
 */
record Sentence(Block block, String text, Pattern pattern, Function<Words, ScenarioStep> meaning) {

  private static final Pattern PLACE = Pattern.compile("<([a-z]+)>");

  /** What may stand in a place. */
  private static final Map<String, String> PLACES =
      Map.ofEntries(
          Map.entry("site", "east|west"),
          Map.entry("host", "east-app|east-db|west-app|west-db"),
          Map.entry("app", "east-app|west-app"),
          Map.entry("db", "east-db|west-db"),
          Map.entry("process", "postgresql|labgo|agent"),
          Map.entry("step", "[a-z]+(?:-[a-z0-9]+)*"),
          Map.entry("state", "PENDING|RUNNING|DONE|REFUSED|UNKNOWN|SKIPPED"),
          Map.entry("moment", "starts|is done"),
          Map.entry("direction", "incoming|outgoing"),
          Map.entry("loss", "none|unknown|[0-9]+ bytes"),
          Map.entry("rejoin", "auto|follow|rewind|basebackup"),
          Map.entry("move", "abort|pause|resume|retry|skip"),
          Map.entry("hour", "[+-]1 h"),
          Map.entry("n", "[0-9]+"),
          Map.entry("problem", "[a-z]+(?:-[a-z]+)*"),
          Map.entry("outcomes", "[A-Z_]+(?:\\([a-z]+\\))?(?:, [A-Z_]+(?:\\([a-z]+\\))?)*"),
          Map.entry("words", ".+"));

  static Sentence of(Block block, String text, Function<Words, ScenarioStep> meaning) {
    Matcher place = PLACE.matcher(text);
    StringBuilder regex = new StringBuilder();
    int fixed = 0;
    while (place.find()) {
      regex.append(Pattern.quote(text.substring(fixed, place.start())));
      String allowed = PLACES.get(place.group(1));
      if (allowed == null) {
        throw new IllegalArgumentException("no place <%s>".formatted(place.group(1)));
      }
      regex.append("(?<").append(place.group(1)).append('>').append(allowed).append(')');
      fixed = place.end();
    }
    regex.append(Pattern.quote(text.substring(fixed)));
    return new Sentence(block, text, Pattern.compile(regex.toString()), meaning);
  }

  Optional<ScenarioStep> read(String words) {
    Matcher matcher = pattern.matcher(words);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Map<String, String> places = new LinkedHashMap<>();
    pattern.namedGroups().keySet().forEach(name -> places.put(name, matcher.group(name)));
    return Optional.of(meaning.apply(new Words(places)));
  }

  /** The places of a sentence and what may stand there, {@code <site> east|west} say. */
  String explained() {
    String places =
        PLACE
            .matcher(text)
            .results()
            .map(place -> place.group(1))
            .distinct()
            .filter(name -> !name.equals("words") && !name.equals("n"))
            .map(name -> "<%s> %s".formatted(name, PLACES.get(name)))
            .collect(Collectors.joining("; "));
    return places.isEmpty() ? text : "%s   (%s)".formatted(text, places);
  }
}
