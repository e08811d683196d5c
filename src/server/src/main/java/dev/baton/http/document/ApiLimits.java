package dev.baton.http.document;

import dev.baton.http.TextRules;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.RequestBody;
import org.jspecify.annotations.Nullable;

/** Publishes how long the texts of bodies may be; what is answered has no such limit. */
final class ApiLimits {

  private final Map<String, Schema> schemas;
  private final Set<String> seen = new HashSet<>();

  private ApiLimits(Map<String, Schema> schemas) {
    this.schemas = schemas;
  }

  static void describe(OpenAPI api) {
    ApiLimits limits = new ApiLimits(api.getComponents().getSchemas());
    api.getPaths().getPathItems().values().stream()
        .flatMap(path -> path.getOperations().values().stream())
        .flatMap(operation -> bodies(operation).values().stream())
        .forEach(body -> limits.describe("", body.getSchema()));
  }

  private static Map<String, MediaType> bodies(Operation operation) {
    return Optional.ofNullable(operation.getRequestBody())
        .map(RequestBody::getContent)
        .map(Content::getMediaTypes)
        .orElse(Map.of());
  }

  private void describe(String field, @Nullable Schema schema) {
    if (schema == null) {
      return;
    }
    if (schema.getRef() != null) {
      String name = schema.getRef().substring(schema.getRef().lastIndexOf('/') + 1);
      if (seen.add(name)) {
        describe(field, schemas.get(name));
      }
      return;
    }
    if (isText(schema) && schema.getMaxLength() == null) {
      schema.setMaxLength(TextRules.limit(field));
    }
    if (schema.getProperties() != null) {
      schema.getProperties().forEach(this::describe);
    }
    describe("", schema.getItems());
    describe("", schema.getAdditionalPropertiesSchema());
  }

  /** A text with a format is as long as that. */
  private static boolean isText(Schema schema) {
    return schema.getType() != null
        && schema.getType().contains(Schema.SchemaType.STRING)
        && schema.getFormat() == null;
  }
}
