package dev.baton.http.document;

import dev.baton.http.Problem;
import dev.baton.http.ProblemType;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

/** The problems in the published document: one answer per status, naming the types it may have. */
final class ApiProblems {

  /** In the order of the statuses, with a name for each that a problem has. */
  private static final Map<Integer, String> NAMES =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry(400, "BadRequest"),
              Map.entry(401, "Unauthenticated"),
              Map.entry(403, "Forbidden"),
              Map.entry(404, "NotFound"),
              Map.entry(405, "MethodNotAllowed"),
              Map.entry(406, "NotAcceptable"),
              Map.entry(409, "Conflict"),
              Map.entry(412, "PreconditionFailed"),
              Map.entry(413, "BodyTooLarge"),
              Map.entry(414, "AddressTooLong"),
              Map.entry(415, "UnsupportedMediaType"),
              Map.entry(422, "Unprocessable"),
              Map.entry(423, "Locked"),
              Map.entry(428, "PreconditionRequired"),
              Map.entry(429, "TooManyRequests"),
              Map.entry(431, "HeadersTooLarge"),
              Map.entry(500, "Internal"),
              Map.entry(503, "Unavailable")));

  static {
    // 429 has a name before it has a type: it is for whoever first turns a caller away for long.
    for (ProblemType type : ProblemType.values()) {
      if (!NAMES.containsKey(type.status())) {
        throw new IllegalStateException("no name for answers of status " + type.status());
      }
    }
  }

  private ApiProblems() {}

  static void describe(Components components) {
    components.addSchema("Problem", problem());
    components.addSchema("FieldError", fieldError());
    NAMES.forEach((status, name) -> {
      if (!types(status).isEmpty()) {
        components.addResponse(name, answer(status));
      }
    });
  }

  /** Every problem that a call of that shape can end with. */
  static void add(APIResponses responses, CallShape call) {
    NAMES.forEach((status, name) -> {
      if (!types(status).isEmpty() && call.mayEndWith(status)) {
        responses.addAPIResponse(
            String.valueOf(status),
            OASFactory.createAPIResponse().ref("#/components/responses/" + name));
      }
    });
  }

  private static List<ProblemType> types(int status) {
    return Arrays.stream(ProblemType.values()).filter(type -> type.status() == status).toList();
  }

  private static APIResponse answer(int status) {
    APIResponse answer =
        OASFactory.createAPIResponse()
            .description(
                types(status).stream()
                    .map(ProblemType::uri)
                    .collect(Collectors.joining(", ", "Problem of type ", "")))
            .content(
                OASFactory.createContent()
                    .addMediaType(
                        Problem.MEDIA_TYPE,
                        OASFactory.createMediaType()
                            .schema(OASFactory.createSchema().ref("#/components/schemas/Problem"))
                            .addExample(
                                "typical",
                                OASFactory.createExample().value(example(types(status))))));
    ApiHeaders.add(answer, ApiHeaders.REQUEST_ID);
    if (status == 401) {
      ApiHeaders.add(answer, ApiHeaders.CHALLENGE);
    }
    if (status == 405) {
      ApiHeaders.add(answer, ApiHeaders.ALLOW);
    }
    if (types(status).stream().anyMatch(ProblemType::passing)) {
      ApiHeaders.add(answer, ApiHeaders.RETRY_AFTER);
    }
    return answer;
  }

  /** Of the first of those types. */
  private static Map<String, Object> example(List<ProblemType> types) {
    ProblemType type = types.getFirst();
    Map<String, Object> example = new LinkedHashMap<>();
    example.put("type", type.uri());
    example.put("title", type.title());
    example.put("status", type.status());
    example.put("detail", type.title() + ".");
    example.put("requestId", "4b0f6d1a-93c7-4e28-a5d6-0c8b7e2f1a39");
    return example;
  }

  private static Schema problem() {
    return OASFactory.createSchema()
        .addType(Schema.SchemaType.OBJECT)
        .description(
            "RFC 9457 problem. Some types have members of their own beside these; x-problem-types"
                + " says which schema has them")
        .addRequired("type")
        .addRequired("title")
        .addRequired("status")
        .addRequired("detail")
        .addRequired("requestId")
        .addProperty("type", text("Stable path that names the kind of problem"))
        .addProperty("title", text("The kind in words"))
        .addProperty(
            "status",
            OASFactory.createSchema()
                .addType(Schema.SchemaType.INTEGER)
                .format("int32")
                .description("HTTP status"))
        .addProperty("detail", text("What happened, and what to do"))
        .addProperty("requestId", text("Also in the log file of the control plane"))
        .addProperty(
            "errors",
            OASFactory.createSchema()
                .addType(Schema.SchemaType.ARRAY)
                .description("Fields at fault")
                .items(OASFactory.createSchema().ref("#/components/schemas/FieldError")));
  }

  private static Schema fieldError() {
    return OASFactory.createSchema()
        .addType(Schema.SchemaType.OBJECT)
        .description("A field at fault")
        .addRequired("field")
        .addRequired("detail")
        .addProperty("field", text("Field of the body, or name of the parameter or header"))
        .addProperty("detail", text("What is wrong with it"));
  }

  private static Schema text(String description) {
    return OASFactory.createSchema().addType(Schema.SchemaType.STRING).description(description);
  }
}
