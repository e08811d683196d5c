package dev.baton.cli.session;

import dev.baton.cli.api.ApiAnswer;
import dev.baton.cli.api.ApiClient;
import dev.baton.cli.api.ApiTarget;
import dev.baton.cli.api.JsonFields;
import dev.baton.cli.api.Listing;
import dev.baton.cli.screen.Screen;
import dev.baton.cli.screen.Surroundings;
import java.util.List;
import java.util.function.Function;

/** One run of a command: the control plane it calls, and the screen it prints to. */
public final class CliSession {

  private final Surroundings surroundings;
  private final Screen screen;
  private final ApiClient api;
  private final boolean json;

  CliSession(Surroundings surroundings, ApiTarget target, boolean json) {
    this.surroundings = surroundings;
    this.screen = new Screen(surroundings);
    this.api = new ApiClient(target);
    this.json = json;
  }

  public Surroundings surroundings() {
    return surroundings;
  }

  public Screen screen() {
    return screen;
  }

  public ApiClient api() {
    return api;
  }

  /** Whether a program reads what is printed. */
  public boolean json() {
    return json;
  }

  /** Prints the answer in these words, or as it came. */
  public void show(ApiAnswer answer, Function<JsonFields, List<String>> words) {
    if (json) {
      screen.json(answer.body());
    } else {
      screen.lines(words.apply(answer.fields()));
    }
  }

  /** Prints the list in these words, or as the API gives it. */
  public void show(Listing listing, String member, Function<List<JsonFields>, List<String>> words) {
    if (json) {
      screen.json(listing.json(member));
    } else {
      screen.lines(words.apply(listing.items()));
    }
  }
}
