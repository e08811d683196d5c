package dev.baton.cli.command;

import dev.baton.cli.api.ApiAnswer;
import dev.baton.cli.api.ExitCode;
import dev.baton.cli.api.JsonFields;
import dev.baton.cli.api.RequestPath;
import dev.baton.cli.session.CliSession;
import dev.baton.cli.view.EventText;
import dev.baton.cli.watch.Patience;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Prints events as they come. It asks for what is behind the last one it saw, so nothing is missed
 * over a restart of the control plane.
 */
final class EventFollower {

  private static final Duration EVERY = Duration.ofSeconds(1);

  private final CliSession session;
  private final RequestPath path;
  private final Patience patience;
  private String position = "";

  EventFollower(CliSession session, RequestPath path) {
    this.session = session;
    this.path = path;
    this.patience = new Patience(session.api(), session.surroundings().clock());
  }

  /** Until it is interrupted, nobody reads on, or there is no answer for a minute. */
  ExitCode follow(List<JsonFields> first) {
    print(first);
    while (!Thread.currentThread().isInterrupted() && !session.screen().lost()) {
      Optional<ApiAnswer> answer = patience.ask(path.with("order", "asc").with("after", position));
      String next = answer.map(ApiAnswer::fields).map(this::take).orElse("");
      if (next.isEmpty()) {
        session.surroundings().pause().take(EVERY);
      }
    }
    return ExitCode.DONE;
  }

  /** Where to go on at once; empty at the end of the log. A page may be empty and not the last. */
  private String take(JsonFields page) {
    print(page.objects("events"));
    String next = page.text("next");
    if (!next.isEmpty()) {
      position = next;
    }
    return next;
  }

  private void print(List<JsonFields> events) {
    if (!events.isEmpty()) {
      position = Long.toString(events.getLast().number("seq").orElse(0));
    }
    if (session.json()) {
      events.forEach(event -> session.screen().json(event.json()));
    } else {
      session.screen().lines(EventText.lines(events, session.screen()));
    }
  }
}
