package dev.baton.faults;

/** What one line of a scenario does, or demands, on the stage. */
@FunctionalInterface
interface Deed {

  void on(Stage stage);
}
