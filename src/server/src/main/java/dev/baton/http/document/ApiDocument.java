package dev.baton.http.document;

import dev.baton.http.IdempotencyKey;
import dev.baton.http.IfMatch;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;
import org.jboss.jandex.IndexView;
import org.jspecify.annotations.Nullable;

/**
 * Adds to the published document what all calls share, so that a resource describes only what is
 * its own: the token and its roles, the idempotency key, headers and problems.
 *
 * <p>Kept expressible in OpenAPI 3.0.3 and kind to generated clients: nothing is nullable, and a
 * value that may get new members is text with its known values in words, because generated enums
 * fail on a value they do not know.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class ApiDocument implements OASFilter {

  private static final String SCHEME = "token";
  private static final String TIME = "Instant";
  private static final String PARAMETERS = "#/components/parameters/";
  private static final String ROLES = "x-roles";
  private static final String KEY = "IdempotencyKey";
  private static final String MATCH = "IfMatch";
  private static final String MATCH_REQUIRED = "IfMatchRequired";

  private final CallIndex calls;
  private final RequiredFields requiredFields;

  /** With an index of all classes, as the framework gives it to whoever asks for one. */
  public ApiDocument(IndexView index) {
    this.calls = new CallIndex(index);
    this.requiredFields = new RequiredFields(index);
  }

  @Override
  public void filterOpenAPI(OpenAPI api) {
    if (api.getComponents() == null) {
      api.setComponents(OASFactory.createComponents());
    }
    api.setInfo(
        OASFactory.createInfo()
            .title("Baton")
            .version("1")
            .description(
                "Moves an application and its PostgreSQL database from one site to the other, and"
                    + " back, without losing a row.")
            .contact(
                OASFactory.createContact()
                    .name("The people behind Baton, by the place that hosts its repository"))
            .license(
                OASFactory.createLicense()
                    .name("Apache-2.0")
                    .url("https://www.apache.org/licenses/LICENSE-2.0")));
    api.setServers(List.of(OASFactory.createServer().url("/")));
    api.setSecurity(List.of(OASFactory.createSecurityRequirement().addScheme(SCHEME)));
    api.getComponents()
        .setSecuritySchemes(
            Map.of(
                SCHEME,
                OASFactory.createSecurityScheme()
                    .type(SecurityScheme.Type.HTTP)
                    .scheme("bearer")
                    .description("A token of this installation, from its data folder.")));
    api.getComponents().addParameter(KEY, idempotencyKey());
    api.getComponents().addParameter(MATCH, ifMatch(false));
    api.getComponents().addParameter(MATCH_REQUIRED, ifMatch(true));
    api.getComponents().removeSchema(TIME);
    requiredFields.describe(api.getComponents().getSchemas());
    ApiHeaders.describe(api.getComponents());
    ApiProblems.describe(api.getComponents());
    ProblemMembers.describe(api);
    ApiLimits.describe(api);
    FieldWords.describe(api);
    KnownValues.describe(api.getComponents().getSchemas());
    ApiExamples examples = new ApiExamples(api.getComponents());
    for (Map.Entry<String, PathItem> path : api.getPaths().getPathItems().entrySet()) {
      path.getValue()
          .getOperations()
          .forEach((method, operation) -> {
            share(api.getComponents().getSchemas(), path.getKey(), method, operation);
            examples.add(operation);
          });
    }
  }

  private void share(
      Map<String, Schema> schemas, String path, PathItem.HttpMethod method, Operation operation) {
    CallShape call =
        CallShape.of(path, method, operation, calls.viewed(operation.getOperationId()));
    if (call.changing()) {
      operation.addParameter(OASFactory.createParameter().ref(PARAMETERS + KEY));
    }
    if (call.takesView()) {
      operation.addParameter(
          OASFactory.createParameter().ref(PARAMETERS + (call.viewed() ? MATCH_REQUIRED : MATCH)));
    }
    ApiHeaders.add(operation.getResponses(), schemas);
    ApiProblems.add(operation.getResponses(), call);
    tellRoles(operation, calls.roles(operation.getOperationId()));
  }

  /** For programs, and in words for people: few readers show an extension. */
  private static void tellRoles(Operation operation, List<String> roles) {
    operation.addExtension(ROLES, roles);
    String words =
        roles.size() == 1
            ? "Needs the role %s.".formatted(roles.getFirst())
            : "Needs one of the roles %s.".formatted(String.join(", ", roles));
    String told = operation.getDescription();
    operation.setDescription(told == null ? words : told + " " + words);
  }

  @Override
  public Schema filterSchema(Schema schema) {
    if (isTime(schema.getRef()) || hasTime(schema.getAllOf())) {
      return OASFactory.createSchema()
          .addType(Schema.SchemaType.STRING)
          .format("date-time")
          .description(schema.getDescription());
    }
    List<?> values = schema.getEnumeration();
    if (values != null) {
      KnownValues.tell(schema, values.stream().map(String::valueOf).toList());
      schema.setEnumeration(null);
    }
    return schema;
  }

  private static boolean hasTime(@Nullable List<Schema> parts) {
    return parts != null && parts.stream().anyMatch(part -> isTime(part.getRef()));
  }

  /** A time is text; a type of its own for it would be a class of its own in every client. */
  private static boolean isTime(@Nullable String reference) {
    return ("#/components/schemas/" + TIME).equals(reference);
  }

  private static Parameter idempotencyKey() {
    return OASFactory.createParameter()
        .name(IdempotencyKey.HEADER)
        .in(Parameter.In.HEADER)
        .required(true)
        .description(
            "A new random value per call, the same one when the call is repeated: it then has its"
                + " effect once and gets its first answer again.")
        .schema(
            OASFactory.createSchema()
                .addType(Schema.SchemaType.STRING)
                .minLength(1)
                .maxLength(202)
                .pattern(IdempotencyKey.PATTERN));
  }

  private static Parameter ifMatch(boolean required) {
    return OASFactory.createParameter()
        .name(IfMatch.HEADER)
        .in(Parameter.In.HEADER)
        .required(required)
        .description(
            "The ETag of what the path names, as last seen: the call is refused when that changed"
                + " since")
        .schema(OASFactory.createSchema().addType(Schema.SchemaType.STRING));
  }
}
