package dev.baton.agent;

import java.util.Arrays;

/** Takes a parameter that has few legal values. */
final class Choice {

  private Choice() {}

  static String of(Run run, String name, String... legal) throws FailedException {
    String value = run.param(name);
    if (Arrays.asList(legal).contains(value)) {
      return value;
    }
    throw new FailedException(
        "%s is '%s'; it must be one of %s".formatted(name, value, String.join(", ", legal)));
  }

  static boolean truth(Run run, String name) throws FailedException {
    return of(run, name, "true", "false").equals("true");
  }
}
