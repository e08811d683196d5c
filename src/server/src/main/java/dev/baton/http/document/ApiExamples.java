package dev.baton.http.document;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.MediaType;

/**
 * Adds an example to every body, from the files in {@code api-examples}: the one of that call, else
 * the one of the schema. Each stands in the document once.
 */
final class ApiExamples {

  private static final String FOLDER = "/api-examples/";
  private static final String NAME = "typical";

  private final Components components;
  private final ObjectMapper json = new ObjectMapper();

  ApiExamples(Components components) {
    this.components = components;
  }

  void add(Operation call) {
    if (call.getRequestBody() != null) {
      add(call.getRequestBody().getContent(), call.getOperationId() + ".request");
    }
    call.getResponses()
        .getAPIResponses()
        .forEach((status, answer) -> {
          if (status.startsWith("2")) {
            add(answer.getContent(), call.getOperationId());
          }
        });
  }

  private void add(Content content, String call) {
    content
        .getMediaTypes()
        .values()
        .forEach(body ->
            List.of(call, ApiHeaders.name(body.getSchema())).stream()
                .filter(this::isThere)
                .findFirst()
                .ifPresent(name -> refer(body, name)));
  }

  private static void refer(MediaType body, String name) {
    body.addExample(NAME, OASFactory.createExample().ref("#/components/examples/" + name));
  }

  /** Whether there is an example of that name, which is in the document from here on. */
  private boolean isThere(String name) {
    Optional<Object> example =
        read(name + ".json", this::parsed).or(() -> read(name + ".txt", ApiExamples::text));
    example.ifPresent(
        value -> components.addExample(name, OASFactory.createExample().value(value)));
    return example.isPresent();
  }

  /** Turns the bytes of a file into an example. */
  @FunctionalInterface
  private interface Reader {

    Object read(InputStream file) throws IOException;
  }

  private static Optional<Object> read(String file, Reader reader) {
    try (InputStream found = ApiExamples.class.getResourceAsStream(FOLDER + file)) {
      return found == null ? Optional.empty() : Optional.of(reader.read(found));
    } catch (IOException e) {
      throw new UncheckedIOException(file, e);
    }
  }

  private Object parsed(InputStream file) throws IOException {
    return json.readValue(file, Object.class);
  }

  private static Object text(InputStream file) throws IOException {
    return new String(file.readAllBytes(), StandardCharsets.UTF_8);
  }
}
