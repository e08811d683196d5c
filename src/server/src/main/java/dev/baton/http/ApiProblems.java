package dev.baton.http;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

/** The problems in the published document: one answer per status, naming the types it may have. */
final class ApiProblems {

  private static final Map<Integer, String> NAMES = new LinkedHashMap<>();

  static {
    NAMES.put(400, "BadRequest");
    NAMES.put(401, "Unauthenticated");
    NAMES.put(403, "Forbidden");
    NAMES.put(404, "NotFound");
    NAMES.put(406, "NotAcceptable");
    NAMES.put(409, "Conflict");
    NAMES.put(412, "PreconditionFailed");
    NAMES.put(413, "BodyTooLarge");
    NAMES.put(414, "AddressTooLong");
    NAMES.put(415, "UnsupportedMediaType");
    NAMES.put(422, "Unprocessable");
    NAMES.put(423, "Locked");
    NAMES.put(428, "PreconditionRequired");
    NAMES.put(431, "HeadersTooLarge");
    NAMES.put(503, "Unavailable");
  }

  private ApiProblems() {}

  static void describe(Components components) {
    components.addSchema("Problem", problem());
    components.addSchema("FieldError", fieldError());
    NAMES.forEach((status, name) -> components.addResponse(name, answer(status)));
  }

  static void add(APIResponses responses, boolean changing, boolean named, boolean withBody) {
    NAMES.forEach((status, name) -> {
      boolean possible =
          switch (status) {
            case 404 -> named;
            case 409, 422 -> changing;
            case 413, 415 -> withBody;
            case 412, 423, 428 -> changing && named;
            default -> true;
          };
      if (possible && !responses.hasAPIResponse(String.valueOf(status))) {
        responses.addAPIResponse(
            String.valueOf(status),
            OASFactory.createAPIResponse().ref("#/components/responses/" + name));
      }
    });
  }

  private static APIResponse answer(int status) {
    String types =
        Arrays.stream(ProblemType.values())
            .filter(type -> type.status() == status)
            .map(ProblemType::uri)
            .collect(Collectors.joining(", "));
    return OASFactory.createAPIResponse()
        .description("Problem of type " + types)
        .content(
            OASFactory.createContent()
                .addMediaType(
                    Problem.MEDIA_TYPE,
                    OASFactory.createMediaType()
                        .schema(OASFactory.createSchema().ref("#/components/schemas/Problem"))));
  }

  private static Schema problem() {
    return OASFactory.createSchema()
        .addType(Schema.SchemaType.OBJECT)
        .description("RFC 9457 problem; some types have members of their own beside these")
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
        .addRequired("field")
        .addRequired("detail")
        .addProperty("field", text("Field of the body, or name of the header"))
        .addProperty("detail", text("What is wrong with it"));
  }

  private static Schema text(String description) {
    return OASFactory.createSchema().addType(Schema.SchemaType.STRING).description(description);
  }
}
