package dev.baton.cli.watch;

import dev.baton.cli.api.ApiAnswer;
import dev.baton.cli.api.ApiClient;
import dev.baton.cli.api.CommandFailure;
import dev.baton.cli.api.ExitCode;
import dev.baton.cli.api.JsonFields;
import dev.baton.cli.api.RequestPath;
import dev.baton.cli.screen.Amounts;
import dev.baton.cli.screen.LiveFooter;
import dev.baton.cli.screen.Screen;
import dev.baton.cli.screen.Surroundings;
import dev.baton.cli.view.OperationText;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Follows one operation: lines that stay for what has happened, and on a terminal a footer for what
 * is under way. Ending it changes nothing for the operation.
 */
public final class OperationWatch {

  private static final Duration EVERY = Duration.ofSeconds(1);

  /** The phases in which plans take service away; before them there is no gap to ask for. */
  private static final Set<String> CLOSING = Set.of("close", "fence");

  private final ApiClient api;
  private final Screen screen;
  private final Surroundings surroundings;
  private final boolean quiet;
  private final Patience patience;
  private final LiveFooter footer;
  private final ProgressText text;

  /**
   * Follows on that screen.
   *
   * @param quiet whether only the end matters, as for a program
   */
  public OperationWatch(ApiClient api, Screen screen, Surroundings surroundings, boolean quiet) {
    this.api = api;
    this.screen = screen;
    this.surroundings = surroundings;
    this.quiet = quiet;
    this.patience = new Patience(api, surroundings.clock());
    this.footer = new LiveFooter(screen);
    this.text = new ProgressText(screen, !footer.seen());
  }

  /**
   * Comes back with the last look at the operation, once it has ended.
   *
   * @param seen the version up to which it is followed on while it waits for a person
   */
  public ApiAnswer follow(String operation, long seen) {
    RequestPath path = RequestPath.of("operations", operation);
    while (true) {
      Optional<ApiAnswer> answer = patience.ask(path);
      if (answer.isPresent()) {
        JsonFields view = answer.get().fields();
        boolean waits = OutcomeExit.waits(view) && view.number("version").orElse(0) > seen;
        boolean over = view.has("outcome") || waits;
        show(view, operation, over);
        if (over) {
          return answer.get();
        }
      } else {
        sayThatItIsSilent();
      }
      requireReader(operation);
      surroundings.pause().take(EVERY);
    }
  }

  private void requireReader(String operation) {
    if (screen.lost()) {
      throw new CommandFailure(
          ExitCode.FAILED,
          "nobody reads what is printed; the operation goes on, baton watch %s follows it"
              .formatted(operation));
    }
  }

  private void show(JsonFields view, String operation, boolean over) {
    if (quiet) {
      return;
    }
    Optional<JsonFields> report =
        over || footer.seen() ? report(view, operation) : Optional.empty();
    Instant now = surroundings.clock().instant();
    footer.print(text.news(view, now), over ? List.of() : text.footer(view, report, now));
    if (over) {
      screen.lines(OperationText.last(view, report, screen));
    }
  }

  /** Of use to a reader, and never a reason to end: the operation's own view says how it went. */
  private Optional<JsonFields> report(JsonFields view, String operation) {
    boolean closed =
        view.objects("steps").stream()
            .anyMatch(step ->
                CLOSING.contains(step.text("phase")) && !step.text("state").equals("PENDING"));
    if (!closed) {
      return Optional.empty();
    }
    try {
      return Optional.of(api.get(RequestPath.of("operations", operation, "report")).fields());
    } catch (CommandFailure without) {
      return Optional.empty();
    }
  }

  private void sayThatItIsSilent() {
    if (!quiet) {
      footer.print(
          List.of(),
          List.of(
              "no answer since %s; the operation does not depend on it"
                  .formatted(Amounts.span(patience.silence()))));
    }
  }
}
