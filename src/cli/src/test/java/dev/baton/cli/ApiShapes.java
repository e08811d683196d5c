package dev.baton.cli;

import dev.baton.protocol.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.Tag;

/** The published document of the API: what may be called and answered. */
final class ApiShapes {

  private static final Path DOCUMENT =
      Path.of(System.getProperty("baton.home", "../.."), "openapi", "baton.yaml");

  private static final ApiShapes PUBLISHED = new ApiShapes();

  private final Map<String, Object> document;

  private ApiShapes() {
    try {
      Object read = new Yaml(new TypesOfJson()).load(Files.readString(DOCUMENT));
      document = map(read);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ApiShapes published() {
    return PUBLISHED;
  }

  /** The example of that name, in JSON. */
  String example(String name) {
    return Json.write(at(document, "components", "examples", name).get("value"));
  }

  /** Every kind of problem that is named somewhere in it. */
  String text() {
    return document.toString();
  }

  /**
   * What is wrong with a call.
   *
   * @param parameters names of those in its query
   * @param headers names in lower case
   */
  List<String> faultsOfCall(
      String method, String path, List<String> parameters, List<String> headers, String body) {
    Map<String, Object> operation = operation(method, path);
    if (operation.isEmpty()) {
      return List.of("%s %s is not in the document".formatted(method, path));
    }
    List<String> faults = new ArrayList<>();
    List<Map<String, Object>> known =
        list(operation.get("parameters")).stream().map(this::resolved).toList();
    List<String> names =
        known.stream()
            .filter(parameter -> "query".equals(parameter.get("in")))
            .map(parameter -> String.valueOf(parameter.get("name")))
            .toList();
    parameters.stream()
        .filter(name -> !names.contains(name))
        .forEach(name -> faults.add("parameter %s of %s %s".formatted(name, method, path)));
    known.stream()
        .filter(parameter -> "header".equals(parameter.get("in")))
        .filter(parameter -> Boolean.TRUE.equals(parameter.get("required")))
        .map(parameter -> String.valueOf(parameter.get("name")))
        .filter(name -> !headers.contains(name.toLowerCase(Locale.ROOT)))
        .forEach(name -> faults.add("no header %s on %s %s".formatted(name, method, path)));
    Object schema = at(operation, "requestBody", "content", "application/json").get("schema");
    if (schema != null) {
      check(map(schema), Json.read(body), "body of %s %s".formatted(method, path), faults);
    }
    return List.copyOf(faults);
  }

  /** What is wrong with an answer. */
  List<String> faultsOfAnswer(
      String method, String path, int status, String mediaType, String body) {
    Map<String, Object> operation = operation(method, path);
    Map<String, Object> responses = map(operation.get("responses"));
    Object exact = responses.get(Integer.toString(status));
    Object response = exact == null && status / 100 == 2 ? responses.get("2XX") : exact;
    String what = "%d %s of %s %s".formatted(status, mediaType, method, path);
    if (response == null) {
      return List.of(what + " is not in the document");
    }
    Map<String, Object> content = map(resolved(response).get("content"));
    if (!content.containsKey(mediaType)) {
      // Of two types in one answer only one is in the document; the other is told in words.
      return String.valueOf(operation.get("description")).contains(mediaType)
          ? List.of()
          : List.of(what + " is not in the document");
    }
    List<String> faults = new ArrayList<>();
    if (mediaType.endsWith("json")) {
      check(map(at(content, mediaType).get("schema")), Json.read(body), what, faults);
    }
    return List.copyOf(faults);
  }

  private Map<String, Object> operation(String method, String path) {
    Optional<String> template =
        map(document.get("paths")).keySet().stream()
            .filter(known -> path.matches(known.replaceAll("\\{\\w+}", "[^/]+")))
            .min(Comparator.comparingInt(known -> known.split("\\{", -1).length));
    return template
        .map(known -> at(map(document.get("paths")), known, method.toLowerCase(Locale.ROOT)))
        .orElse(Map.of());
  }

  private void check(
      Map<String, Object> unresolved, @Nullable Object value, String where, List<String> faults) {
    Map<String, Object> schema = resolved(unresolved);
    if (schema.containsKey("allOf")) {
      list(schema.get("allOf")).forEach(part -> check(map(part), value, where, faults));
      return;
    }
    boolean fits =
        switch (String.valueOf(schema.get("type"))) {
          case "object" -> value instanceof Map<?, ?>;
          case "array" -> value instanceof List<?>;
          case "string" -> value instanceof String;
          case "integer" -> value instanceof Long;
          case "boolean" -> value instanceof Boolean;
          default -> true;
        };
    if (!fits) {
      faults.add("%s is no %s: %s".formatted(where, schema.get("type"), value));
    } else if (value instanceof Map<?, ?> object) {
      checkMembers(schema, object, where, faults);
    } else if (value instanceof List<?> items) {
      items.forEach(item -> check(map(schema.get("items")), item, where + "[]", faults));
    }
  }

  private void checkMembers(
      Map<String, Object> schema, Map<?, ?> object, String where, List<String> faults) {
    Map<String, Object> properties = map(schema.get("properties"));
    Object others = schema.get("additionalProperties");
    for (Object name : list(schema.get("required"))) {
      if (!object.containsKey(name)) {
        faults.add("%s has no %s".formatted(where, name));
      }
    }
    boolean open = properties.isEmpty() || properties.containsKey("requestId");
    object.forEach((name, value) -> {
      Object known = properties.getOrDefault(String.valueOf(name), others == null ? "" : others);
      if (known instanceof Map<?, ?>) {
        check(map(known), value, where + "." + name, faults);
      } else if (!open) {
        faults.add("%s has %s, which is not in the document".formatted(where, name));
      }
    });
  }

  /** What a reference leads to; any other object as it is. */
  private Map<String, Object> resolved(Object value) {
    Map<String, Object> object = map(value);
    Object reference = object.get("$ref");
    if (reference == null) {
      return object;
    }
    Map<String, Object> place = document;
    for (String part : String.valueOf(reference).replace("#/", "").split("/", -1)) {
      place = map(place.get(part));
    }
    return place;
  }

  private static Map<String, Object> at(Map<String, Object> object, String... names) {
    Map<String, Object> place = object;
    for (String name : names) {
      place = map(place.get(name));
    }
    return place;
  }

  @SuppressWarnings("unchecked") // the document has no other keys than texts
  private static Map<String, Object> map(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
  }

  @SuppressWarnings("unchecked") // nothing is asked of its items here
  private static List<Object> list(@Nullable Object value) {
    return value instanceof List<?> list ? (List<Object>) list : List.of();
  }

  /** Reads points in time as the texts that they are in JSON. */
  private static final class TypesOfJson extends SafeConstructor {

    TypesOfJson() {
      super(new LoaderOptions());
      yamlConstructors.put(Tag.TIMESTAMP, new ConstructYamlStr());
    }
  }
}
