package dev.baton.http.document;

import dev.baton.http.TextRules;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.parameters.RequestBody;
import org.jspecify.annotations.Nullable;

/**
 * Publishes what texts of calls may hold; what is answered has no such limits. A text that says
 * itself what it must be like keeps that.
 */
final class ApiLimits {

  /** Of names, which are DNS labels. Whoever says of a text that it has so many says it is one. */
  static final int NAME_LENGTH = 63;

  static final String NAME = "^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$";

  private final Map<String, Schema> schemas;
  private final Set<String> seen = new HashSet<>();

  private ApiLimits(Map<String, Schema> schemas) {
    this.schemas = schemas;
  }

  static void describe(OpenAPI api) {
    ApiLimits limits = new ApiLimits(api.getComponents().getSchemas());
    api.getPaths().getPathItems().values().stream()
        .flatMap(path -> path.getOperations().values().stream())
        .forEach(limits::describe);
  }

  private void describe(Operation operation) {
    bodies(operation).values().forEach(body -> describe("", body.getSchema(), false));
    if (operation.getParameters() != null) {
      operation.getParameters().forEach(this::describe);
    }
  }

  private static Map<String, MediaType> bodies(Operation operation) {
    return Optional.ofNullable(operation.getRequestBody())
        .map(RequestBody::getContent)
        .map(Content::getMediaTypes)
        .orElse(Map.of());
  }

  private void describe(Parameter parameter) {
    if (parameter.getIn() == Parameter.In.PATH) {
      parameter.getSchema().setMaxLength(NAME_LENGTH);
    }
    if (parameter.getIn() == Parameter.In.PATH || parameter.getIn() == Parameter.In.QUERY) {
      // One that is given says something, or it is refused.
      describe(parameter.getName(), parameter.getSchema(), true);
    }
  }

  private void describe(String field, @Nullable Schema schema, boolean says) {
    if (schema == null) {
      return;
    }
    if (schema.getRef() != null) {
      String name = ApiHeaders.name(schema);
      if (seen.add(name)) {
        describe(field, schemas.get(name), says);
      }
      return;
    }
    if (isText(schema)) {
      limit(field, schema, says);
    }
    if (schema.getProperties() != null) {
      List<String> required = schema.getRequired() == null ? List.of() : schema.getRequired();
      schema
          .getProperties()
          .forEach((name, property) -> describe(name, property, required.contains(name)));
    }
    describe("", schema.getItems(), false);
    describe("", schema.getAdditionalPropertiesSchema(), false);
  }

  private static void limit(String field, Schema text, boolean says) {
    if (says && text.getMinLength() == null) {
      text.setMinLength(1);
    }
    if (text.getMaxLength() == null) {
      text.setMaxLength(TextRules.limit(field));
    }
    if (text.getPattern() == null) {
      text.setPattern(text.getMaxLength() == NAME_LENGTH ? NAME : TextRules.pattern(field));
    }
  }

  /** A text with a format is as long as that. */
  private static boolean isText(Schema schema) {
    return schema.getType() != null
        && schema.getType().contains(Schema.SchemaType.STRING)
        && schema.getFormat() == null;
  }
}
