package dev.baton.cli;

import dev.baton.cli.api.ApiProblem;
import dev.baton.cli.api.CommandFailure;
import dev.baton.cli.api.ExitCode;
import dev.baton.cli.api.JsonFields;
import dev.baton.cli.screen.SafeText;
import dev.baton.cli.screen.Surroundings;
import java.util.LinkedHashMap;
import java.util.Map;

/** Says why a command did not do what it was asked for: a sentence, never a stack trace. */
final class FailureReport {

  private FailureReport() {}

  /**
   * Prints it and gives the exit code.
   *
   * @param json whether a program reads it: then standard output has the document too
   */
  static int print(Exception e, String command, boolean json, Surroundings surroundings) {
    CommandFailure failure =
        e instanceof CommandFailure known
            ? known
            : new CommandFailure(
                ExitCode.FAILED,
                "this should not have happened, please report it with what was typed: " + e);
    surroundings.err().println("%s: %s".formatted(command, SafeText.line(failure.sentence())));
    failure
        .problem()
        .ifPresent(
            problem -> problem.more().forEach(line -> surroundings.err().println("  " + line)));
    if (json) {
      surroundings
          .out()
          .println(
              SafeText.json(
                  failure
                      .problem()
                      .map(ApiProblem::document)
                      .map(JsonFields::json)
                      .orElseGet(() -> document(failure))));
    }
    return failure.exit().number();
  }

  /** In the form of a problem; there is no type for what happened on this side. */
  private static String document(CommandFailure failure) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("type", "about:blank");
    document.put("title", failure.exit().name());
    document.put("detail", failure.sentence());
    return JsonFields.write(document);
  }
}
