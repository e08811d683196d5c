package dev.baton.cli.command;

import dev.baton.cli.api.ApiAnswer;
import dev.baton.cli.api.JsonFields;
import dev.baton.cli.api.RequestPath;
import dev.baton.cli.screen.Surroundings;
import dev.baton.cli.session.ApiCommand;
import dev.baton.cli.session.ChangeOptions;
import dev.baton.cli.session.CliSession;
import dev.baton.cli.session.OperationLookup;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** A move in an operation. */
abstract class MoveCommand extends ApiCommand {

  @Parameters(
      paramLabel = "OPERATION",
      description = "Its id, or the name of its pair for the one under way.")
  private String name = "";

  @Mixin private ChangeOptions change = new ChangeOptions();

  MoveCommand(Surroundings surroundings) {
    super(surroundings);
  }

  /** The operation that is meant, as it is now. */
  final JsonFields operation(CliSession session) {
    return OperationLookup.underWay(session.api(), name);
  }

  /** Makes the move on the operation, whatever happened to it meanwhile. */
  final ApiAnswer move(CliSession session, JsonFields operation, String word) {
    return change.make(session, path(operation, word), change.fields(session), Optional.empty());
  }

  /** Makes the move only on the operation as it was looked at; with these fields more. */
  final ApiAnswer moveAsSeen(
      CliSession session, JsonFields operation, String word, Map<String, String> more) {
    Map<String, Object> fields = change.fields(session);
    fields.putAll(more);
    long version = operation.number("version").orElse(0);
    return change.make(session, path(operation, word), fields, Optional.of(Long.toString(version)));
  }

  private static RequestPath path(JsonFields operation, String word) {
    return RequestPath.of("operations", operation.text("operation"), word);
  }
}
