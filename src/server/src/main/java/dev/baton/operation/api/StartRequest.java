package dev.baton.operation.api;

import dev.baton.http.ChangeBody;
import dev.baton.http.ProblemException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The part that all bodies have in common that start an operation. */
public interface StartRequest extends ChangeBody {

  /** A hash of a plan, as a regular expression. */
  String HASH = "^[0-9a-f]{64}$";

  /** Whether only the checks are made and the plan is shown. */
  @Nullable Boolean validateOnly();

  /** Hash of the plan the caller has seen and wants; any plan will do without one. */
  @Nullable String expectedPlanHash();

  /** Whether it may start while both sites serve, because it ends that. */
  default boolean resolvesSplitBrain() {
    return false;
  }

  /** The expected hash; a problem when it cannot be one. */
  static Optional<String> expected(StartRequest request) {
    String hash = request.expectedPlanHash();
    if (hash != null && !hash.matches(HASH)) {
      throw ProblemException.badRequest(
          "expectedPlanHash",
          "use the planHash of a call with validateOnly: 64 lower-case hex digits");
    }
    return Optional.ofNullable(hash);
  }
}
