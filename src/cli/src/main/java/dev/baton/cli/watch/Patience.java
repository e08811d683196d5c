package dev.baton.cli.watch;

import dev.baton.cli.api.ApiAnswer;
import dev.baton.cli.api.ApiClient;
import dev.baton.cli.api.CommandFailure;
import dev.baton.cli.api.ExitCode;
import dev.baton.cli.api.RequestPath;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asks while something is followed. A control plane that does not answer, or says that something
 * went wrong in it, may be restarting or be replaced; only a minute of that ends the command.
 */
public final class Patience {

  private static final Duration LIMIT = Duration.ofMinutes(1);

  private final ApiClient api;
  private final InstantSource clock;
  private @Nullable Instant silentSince;

  public Patience(ApiClient api, InstantSource clock) {
    this.api = api;
    this.clock = clock;
  }

  /** The answer; empty when there is none now. */
  public Optional<ApiAnswer> ask(RequestPath path) {
    try {
      ApiAnswer answer = api.get(path);
      silentSince = null;
      return Optional.of(answer);
    } catch (CommandFailure e) {
      if (!passes(e) || silence().compareTo(LIMIT) > 0) {
        throw e;
      }
      return Optional.empty();
    }
  }

  /** Whether another answer may come to the same question; an interrupt has no problem. */
  private static boolean passes(CommandFailure failure) {
    return failure.exit() == ExitCode.UNREACHABLE
        || (failure.exit() == ExitCode.FAILED && failure.problem().isPresent());
  }

  /** Since it answered last; from the first question without an answer on. */
  Duration silence() {
    Instant now = clock.instant();
    if (silentSince == null) {
      silentSince = now;
    }
    return Duration.between(silentSince, now);
  }
}
