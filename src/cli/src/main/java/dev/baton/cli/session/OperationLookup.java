package dev.baton.cli.session;

import dev.baton.cli.api.ApiAnswer;
import dev.baton.cli.api.ApiClient;
import dev.baton.cli.api.CommandFailure;
import dev.baton.cli.api.ExitCode;
import dev.baton.cli.api.JsonFields;
import dev.baton.cli.api.RequestPath;
import java.util.Optional;
import java.util.function.Function;

/** Finds the operation that is meant: by its id, or by the name of its pair. */
public final class OperationLookup {

  private OperationLookup() {}

  /** The one of that id, or the one that is under way on that pair. */
  public static JsonFields underWay(ApiClient api, String name) {
    return found(
        api,
        name,
        pair -> pair.find("operation"),
        "%s has no operation under way; baton operations %s shows the last ones"
            .formatted(name, name));
  }

  /** The one of that id, or the newest one of that pair. */
  public static JsonFields newest(ApiClient api, String name) {
    return found(
        api,
        name,
        pair -> pair.find("operation").or(() -> pair.find("lastOperation")),
        "%s never had an operation".formatted(name));
  }

  private static JsonFields found(
      ApiClient api, String name, Function<JsonFields, Optional<String>> ofPair, String none) {
    Optional<JsonFields> operation =
        api.find(RequestPath.of("operations", name)).map(ApiAnswer::fields);
    if (operation.isPresent()) {
      return operation.get();
    }
    JsonFields pair =
        api.find(RequestPath.of("pairs", name))
            .map(ApiAnswer::fields)
            .orElseThrow(() ->
                wrongUse(
                    "there is no operation and no pair '%s'; baton operations and baton pairs list them"
                        .formatted(name)));
    String id = ofPair.apply(pair).orElseThrow(() -> wrongUse(none));
    return api.get(RequestPath.of("operations", id)).fields();
  }

  private static CommandFailure wrongUse(String sentence) {
    return new CommandFailure(ExitCode.WRONG_USE, sentence);
  }
}
