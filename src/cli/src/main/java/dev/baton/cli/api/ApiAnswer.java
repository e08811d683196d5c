package dev.baton.cli.api;

import java.util.Optional;

/**
 * What a control plane answered.
 *
 * @param from the address it was asked at
 * @param mediaType with what stands behind it; empty when it is not told
 */
public record ApiAnswer(String from, int status, String mediaType, String body) {

  static final String JSON = "application/json";

  /**
   * This answer when it says that the call succeeded, in the form that was asked for.
   *
   * @throws CommandFailure if it is anything else: a page to sign in comes with 200 too
   */
  ApiAnswer expected(String asked) {
    if (status / 100 != 2) {
      throw failure();
    }
    if (asked.equals(JSON)) {
      var unused = fields();
    } else if (!mediaType.startsWith(asked)) {
      throw foreign();
    }
    return this;
  }

  /** The document; a failure when it is none, as behind a proxy that answers in its place. */
  public JsonFields fields() {
    try {
      return JsonFields.of(body);
    } catch (IllegalArgumentException e) {
      throw foreign();
    }
  }

  /** Whether a control plane said that there is nothing of that name. */
  boolean isNotFound() {
    return problem().filter(problem -> problem.slug().equals("not-found")).isPresent();
  }

  /** Why the call did not succeed. */
  private CommandFailure failure() {
    return problem().map(CommandFailure::new).orElseGet(this::foreign);
  }

  private Optional<ApiProblem> problem() {
    try {
      return Optional.of(JsonFields.of(body))
          .filter(document -> document.text("type").startsWith(ApiProblem.TYPES))
          .map(document -> new ApiProblem(status, document));
    } catch (IllegalArgumentException noJson) {
      return Optional.empty();
    }
  }

  private CommandFailure foreign() {
    return new CommandFailure(
        ExitCode.UNREACHABLE,
        "%s answered %d, but not as a control plane does; look what is there, or name another with --url or --context"
            .formatted(from, status));
  }
}
