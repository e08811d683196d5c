package dev.baton.http.document;

import java.util.Map;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;

/**
 * Describes fields and parameters that mean the same wherever they stand, so that each is described
 * once. What its own place says of one comes first.
 */
final class FieldWords {

  private static final Map<String, String> WORDS =
      Map.ofEntries(
          Map.entry("action", "What the agent is asked to do"),
          Map.entry("after", "Go on behind a page: its 'next', with the same filters and order"),
          Map.entry("actor", "Who did it; baton is the engine itself"),
          Map.entry("at", "When that was"),
          Map.entry("attempts", "All that was tried, oldest first"),
          Map.entry("code", "Stable code of a refusal"),
          Map.entry("credential", "What identified the actor; never a secret"),
          Map.entry("deadline", "When it has to be over"),
          Map.entry("deadlineMs", "Its time limit, milliseconds"),
          Map.entry("detail", "What it is, in words"),
          Map.entry("endedAt", "When it ended; absent until then"),
          Map.entry("epoch", "Fencing token of the replica that drives the pair"),
          Map.entry("evidence", "What was read from the world, by key"),
          Map.entry("from", "The site that was primary when it was asked for"),
          Map.entry("hash", "SHA-256 of the event, hex"),
          Map.entry("host", "Name of the host"),
          Map.entry("id", "Id of the step, unique in its plan"),
          Map.entry("installation", "Which log it is about"),
          Map.entry("key", "Public key of the signer, base64 of its X.509 form"),
          Map.entry("kind", "What it is for, as in the operation"),
          Map.entry("limit", "How many a page has at most"),
          Map.entry("ms", "How long it took, milliseconds"),
          Map.entry("name", "Its name, which stays"),
          Map.entry(
              "next",
              "Give it as 'after', with the same filters and order, for the next page; absent when"
                  + " nothing follows. Opaque"),
          Map.entry("number", "Counted from 1"),
          Map.entry("operation", "Name of the operation"),
          Map.entry("outcome", "How it ended, as in the operation; absent until then"),
          Map.entry("pair", "Name of the pair"),
          Map.entry("params", "What it is given to go by, by name"),
          Map.entry("phase", "Where in the plan it belongs, for the reader"),
          Map.entry("reason", "Why, in the words of whoever asked for it"),
          Map.entry("replica", "Which control plane it was"),
          Map.entry("requestId", "Id of the call that caused it"),
          Map.entry("requestedAt", "When it was asked for, by the clock of the database"),
          Map.entry("requestedBy", "Who asked for it"),
          Map.entry("roles", "Roles of the actor"),
          Map.entry("seq", "Position in the one order of all events, from 1"),
          Map.entry("signature", "ed25519 over the lines of its statement, base64"),
          Map.entry("sourceAddress", "Where the call came from"),
          Map.entry("startedAt", "When it started"),
          Map.entry("step", "Id of the step"),
          Map.entry("term", "Counts changes of primary, from 1"),
          Map.entry("ticket", "The change or incident it belongs to"),
          Map.entry("time", "By the clock of the database, to the microsecond"),
          Map.entry("to", "The site it is about"),
          Map.entry("traceparent", "Trace of the call, as W3C Trace Context writes it"),
          Map.entry("what", "Which move it was, or request"),
          Map.entry("why", "Why, in words"),
          Map.entry("Checkpoint", "A signed statement of how the event log ended at a time"));

  private FieldWords() {}

  static void describe(OpenAPI api) {
    api.getComponents()
        .getSchemas()
        .forEach((name, schema) -> {
          describe(name, schema);
          if (schema.getProperties() != null) {
            schema.getProperties().forEach(FieldWords::describe);
          }
        });
    api.getPaths().getPathItems().values().stream()
        .flatMap(path -> path.getOperations().values().stream())
        .forEach(FieldWords::describe);
  }

  private static void describe(String name, Schema schema) {
    String words = WORDS.get(name);
    if (words != null && schema.getRef() == null && schema.getDescription() == null) {
      schema.setDescription(words);
    }
  }

  private static void describe(Operation call) {
    if (call.getParameters() != null) {
      call.getParameters()
          .forEach(parameter -> {
            String words = WORDS.get(parameter.getName());
            if (words != null && parameter.getDescription() == null) {
              parameter.setDescription(words);
            }
          });
    }
  }
}
