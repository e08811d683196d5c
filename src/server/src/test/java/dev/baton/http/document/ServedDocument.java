package dev.baton.http.document;

import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** The document that the application under test serves, taken apart. */
public final class ServedDocument {

  private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

  private final JsonNode root;

  private ServedDocument(JsonNode root) {
    this.root = root;
  }

  /**
   * One call of the document.
   *
   * @param method in capitals
   */
  public record DocumentedCall(String path, String method, JsonNode operation) {

    /** Its operationId. */
    public String id() {
      return operation.path("operationId").asText();
    }

    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  /** As it is served now. */
  public static ServedDocument read() throws IOException {
    return new ServedDocument(
        new ObjectMapper().readTree(given().get("/q/openapi?format=json").asString()));
  }

  /** The whole of it. */
  public JsonNode root() {
    return root;
  }

  /** By path, then by method as the document has them. */
  public List<DocumentedCall> calls() {
    List<DocumentedCall> calls = new ArrayList<>();
    for (var path : root.path("paths").properties()) {
      for (var operation : path.getValue().properties()) {
        if (METHODS.contains(operation.getKey())) {
          calls.add(
              new DocumentedCall(
                  path.getKey(),
                  operation.getKey().toUpperCase(Locale.ROOT),
                  operation.getValue()));
        }
      }
    }
    return calls;
  }

  /** The call of that name. */
  public DocumentedCall call(String id) {
    return calls().stream().filter(call -> call.id().equals(id)).findFirst().orElseThrow();
  }

  /** The methods of that path, in capitals. */
  public Set<String> methods(String path) {
    Set<String> methods = new TreeSet<>();
    calls().stream()
        .filter(call -> call.path().equals(path))
        .forEach(call -> methods.add(call.method()));
    return methods;
  }

  /** The schemas by name. */
  public JsonNode schemas() {
    return root.path("components").path("schemas");
  }

  /** What the node stands for: itself, or what it refers to. */
  public JsonNode resolved(JsonNode node) {
    JsonNode found = node;
    while (found.has("$ref")) {
      String reference = found.get("$ref").asText();
      found = root.at(reference.substring(1));
      if (found.isMissingNode()) {
        throw new IllegalStateException("nothing is at " + reference);
      }
    }
    return found;
  }

  /**
   * What the document says of an answer with that status; missing when it says nothing.
   *
   * @param call of the document
   */
  public JsonNode answer(DocumentedCall call, int status) {
    JsonNode answer = call.operation().path("responses").path(Integer.toString(status));
    return resolved(answer);
  }

  /** Every parameter of the call, resolved. */
  public List<JsonNode> parameters(DocumentedCall call) {
    List<JsonNode> parameters = new ArrayList<>();
    for (JsonNode parameter : call.operation().path("parameters")) {
      parameters.add(resolved(parameter));
    }
    return parameters;
  }
}
