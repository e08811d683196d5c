package dev.baton.eventlog.projection;

import io.quarkus.runtime.PreventFurtherStepsException;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.PrintStream;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * {@code baton rebuild}: starts the program as far as its database, rebuilds the projections before
 * any pair is driven, and ends. Other replicas may run meanwhile.
 */
@ApplicationScoped
public class RebuildCommand {

  private static final long EVERY = Duration.ofSeconds(1).toNanos();

  private final Projector projector;
  private final boolean wanted;
  private long toldAt = System.nanoTime();

  public RebuildCommand(
      Projector projector,
      @ConfigProperty(name = "baton.rebuild", defaultValue = "false") boolean wanted) {
    this.projector = projector;
    this.wanted = wanted;
  }

  /** Ends the program, with exit code 0 or 1, where it is wanted. */
  void start(@Observes @Priority(1) StartupEvent started) {
    if (wanted) {
      int code = run(System.err);
      // Quarkus takes the exception for the end of the start, and then waits to be told to exit.
      Quarkus.asyncExit(code);
      throw new PreventFurtherStepsException(code);
    }
  }

  /**
   * Makes the rows again and says so.
   *
   * @return the exit code
   */
  public int run(PrintStream out) {
    try {
      projector.rebuild(progress -> tell(progress, out));
      out.println("baton: " + projector.contents());
      return 0;
    } catch (RuntimeException e) {
      out.println(
          "baton: nothing was changed, the tables could not be made again; what was made so far is"
              + " kept, and the next start or rebuild goes on from there: "
              + e);
      return 1;
    }
  }

  private void tell(RebuildProgress progress, PrintStream out) {
    if (System.nanoTime() - toldAt >= EVERY) {
      toldAt = System.nanoTime();
      out.println("baton: " + progress.sentence());
    }
  }
}
