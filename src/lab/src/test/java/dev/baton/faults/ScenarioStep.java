package dev.baton.faults;

/** What one line of a scenario does, or demands, on the stage. */
@FunctionalInterface
interface ScenarioStep {

  void on(ScenarioContext scenarioContext);
}
