package dev.baton.faults;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What stood in the places of a sentence, by the name of the place. */
record Words(Map<String, String> places) {

  Words {
    places = Map.copyOf(places);
  }

  String get(String place) {
    return Objects.requireNonNull(places.get(place), place);
  }

  int number(String place) {
    return Integer.parseInt(get(place));
  }

  Duration seconds(String place) {
    return Duration.ofSeconds(number(place));
  }

  /** What stood there between commas. */
  List<String> list(String place) {
    return Arrays.asList(get(place).split(", *", -1));
  }
}
