package dev.baton.world;

import java.util.ArrayList;
import java.util.List;

/**
 * Writes through the address, where there is one, whenever it can, and remembers every row it was
 * promised.
 */
final class Client {

  private final List<String> promised = new ArrayList<>();
  private int number;

  void write(Neighbourhood neighbourhood) {
    for (SimulatedSite site : neighbourhood.sites()) {
      String row = "row-" + ++number;
      if (site.serves() && site.database.write(row)) {
        promised.add(row);
      }
    }
  }

  /** Promised rows that the database does not have; oldest first. */
  List<String> missingFrom(SimulatedDatabase database) {
    return promised.stream().filter(row -> !database.has(row)).toList();
  }

  int acknowledged() {
    return promised.size();
  }
}
