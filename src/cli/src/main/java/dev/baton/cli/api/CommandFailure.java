package dev.baton.cli.api;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Ends a command with an exit code and a sentence that names the next move. */
public final class CommandFailure extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final ExitCode exit;
  private final transient @Nullable ApiProblem problem;

  public CommandFailure(ExitCode exit, String sentence) {
    super(sentence, null, false, false);
    this.exit = exit;
    this.problem = null;
  }

  /** What the control plane refused, in its own words. */
  CommandFailure(ApiProblem problem) {
    super(problem.sentence(), null, false, false);
    this.exit = problem.exit();
    this.problem = problem;
  }

  public ExitCode exit() {
    return exit;
  }

  /** The sentence. */
  public String sentence() {
    return String.valueOf(getMessage());
  }

  /** The control plane's own document; empty where it did not answer. */
  public Optional<ApiProblem> problem() {
    return Optional.ofNullable(problem);
  }
}
