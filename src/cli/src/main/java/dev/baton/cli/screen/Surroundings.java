package dev.baton.cli.screen;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

/**
 * Where a command was started.
 *
 * @param pause lets time pass between two looks
 */
public record Surroundings(
    Map<String, String> environment,
    BufferedReader in,
    PrintStream out,
    PrintStream err,
    Terminal terminal,
    InstantSource clock,
    Sleeper pause) {

  /** Lets time pass. */
  @FunctionalInterface
  public interface Sleeper {

    /** Comes back after that time, or earlier when the command is to end. */
    void take(Duration time);
  }

  public Surroundings {
    environment = Map.copyOf(environment);
  }

  /** Of this process. */
  public static Surroundings ofThisProcess() {
    Map<String, String> environment = System.getenv();
    return new Surroundings(
        environment,
        new BufferedReader(new InputStreamReader(System.in, UTF_8)),
        System.out,
        System.err,
        Terminal.of(environment),
        InstantSource.system(),
        Surroundings::sleep);
  }

  private static void sleep(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      // The next call of the API ends the command.
      Thread.currentThread().interrupt();
    }
  }
}
