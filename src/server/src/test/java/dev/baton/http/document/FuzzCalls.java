package dev.baton.http.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.http.document.ServedDocument.DocumentedCall;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** Makes calls of the document: as it says, at its limits, and as nobody would mean them. */
final class FuzzCalls {

  private static final List<String> WORDS =
      List.of(
          "",
          " ",
          "x",
          "0",
          "-1",
          "1.5",
          "99999999999999999999",
          "true",
          "null",
          "No_Such",
          "../..",
          "a/b",
          "a;b=c",
          "a b",
          "%",
          "\0",
          "a\nb",
          "\u001b[31m",
          "\u202eabc",
          "\u200b",
          "\u00e4\u00f6",
          "\ud83d\ude00",
          "' or 1=1 --",
          "<script>",
          "${jndi:ldap://x}",
          "{}",
          "a".repeat(63),
          "a".repeat(64),
          "a".repeat(200),
          "a".repeat(201),
          "a".repeat(2_000),
          "a".repeat(2_001));

  private static final List<String> ACCEPTS =
      List.of("text/csv", "*/*", "application/problem+json", ";;;", "a/b;q=0", "application/*");

  private static final List<String> TYPES =
      List.of("text/plain", "application/xml", "x", "application/json; charset=utf-16", "*/*");

  private static final List<String> BODIES =
      List.of(
          "",
          "null",
          "[]",
          "{}",
          "\"x\"",
          "17",
          "{",
          "{\"reason\":\"a\",\"reason\":\"b\"}",
          "{\"reason\":\"a\"} more",
          "{\"reason\":\"\\ud800\"}",
          "{\"reason\":\"a\0\"}",
          "{\"reason\":" + "[".repeat(2_000) + "]".repeat(2_000) + "}",
          "{\"reason\":" + "9".repeat(2_000) + "}",
          "{\"reason\":1e999999999}",
          "{\"\":\"\"}",
          "\ufeff{}");

  private final ServedDocument document;
  private final RandomGenerator random;
  private final Map<String, List<String>> names;
  private final String admin;
  private final String viewer;

  /**
   * @param names of what there is, by the parameter in a path that names it
   */
  FuzzCalls(
      ServedDocument document,
      RandomGenerator random,
      Map<String, List<String>> names,
      String admin,
      String viewer) {
    this.document = document;
    this.random = random;
    // In an order that is the same in every run, so that a seed gives the same calls.
    this.names = new TreeMap<>(names);
    this.admin = admin;
    this.viewer = viewer;
  }

  /** A call as it is sent. */
  record FuzzCall(
      DocumentedCall documented,
      String method,
      String target,
      Map<String, String> headers,
      Optional<String> body) {

    FuzzCall to(String other) {
      return new FuzzCall(documented, method, other, headers, body);
    }

    FuzzCall by(String other) {
      return new FuzzCall(documented, other, target, headers, body);
    }

    FuzzCall with(String header, String value) {
      Map<String, String> more = new TreeMap<>(headers);
      more.put(header, value);
      return new FuzzCall(documented, method, target, more, body);
    }

    FuzzCall without(String header) {
      Map<String, String> fewer = new TreeMap<>(headers);
      fewer.remove(header);
      return new FuzzCall(documented, method, target, fewer, body);
    }

    FuzzCall saying(String other) {
      return new FuzzCall(documented, method, target, headers, Optional.of(other));
    }

    @Override
    public String toString() {
      String shown = "%s %s %s %s".formatted(method, target, headers, body.orElse(""));
      return shown
          .replaceAll("Bearer [^,}]{8,}", "Bearer TOKEN")
          .replaceAll("(\\S)\\1{99,}", "$1...")
          .replaceAll("(?s)(.{600}).+", "$1...");
    }
  }

  /** One that should be well, for the state that the names are in. */
  FuzzCall good(DocumentedCall call) {
    return new FuzzCall(
        call, call.method(), path(call, 0) + required(call), headers(call), body(call));
  }

  /** By status, a call that ends with it whatever it is about, and has no effect. */
  Map<Integer, FuzzCall> refused(DocumentedCall call) {
    FuzzCall good = good(call);
    String more = good.target().contains("?") ? "&" : "?";
    Map<Integer, FuzzCall> refused = new TreeMap<>();
    refused.put(400, good.to(good.target() + more + "colour=red"));
    refused.put(401, good.without("Authorization"));
    if (!call.operation().path("x-roles").toString().contains("viewer")) {
      refused.put(403, good.with("Authorization", "Bearer " + viewer));
    }
    if (call.path().contains("{")) {
      refused.put(404, good.to(call.path().replaceAll("\\{[^}]+}", "nobody") + required(call)));
    }
    refused.put(405, good.by("PATCH"));
    refused.put(406, good.with("Accept", "text/csv"));
    refused.put(414, good.to(good.target() + more + "x=" + "a".repeat(4_200)));
    if (good.body().isPresent()) {
      refused.put(415, good.with("Content-Type", "text/plain"));
    }
    if (call.operation().path("responses").has("412")) {
      refused.put(412, good.with("If-Match", "\"0\""));
    }
    if (call.operation().path("responses").has("428")) {
      refused.put(428, good.without("If-Match"));
    }
    refused.put(431, good.with("X-Filler", "x".repeat(17_000)));
    return refused;
  }

  /** Any. */
  FuzzCall any() {
    DocumentedCall call = pick(document.calls());
    Map<String, String> headers = headers(call);
    Optional<String> body = body(call);
    // Most keep all parts but one as they should be: else the first fault hides the others.
    int odd = random.nextInt(10);
    if (odd == 0) {
      spoilHeaders(call, headers);
    }
    if (body.isPresent() && odd >= 1 && odd <= 4) {
      body = Optional.of(odd == 1 ? pick(BODIES) : spoiled(call, random.nextInt(1, 3)));
    }
    String method = odd == 9 && chance(3) ? pick(List.of("PUT", "DELETE", "PATCH")) : call.method();
    return new FuzzCall(
        call,
        method,
        path(call, odd == 5 ? 1 : 8) + query(call, odd >= 6 && odd <= 8),
        headers,
        body);
  }

  /**
   * @param named in so many calls what is named is there, in one it is not; 0 for always
   */
  private String path(DocumentedCall call, int named) {
    String path = call.path();
    for (Map.Entry<String, List<String>> known : names.entrySet()) {
      boolean there = !known.getValue().isEmpty() && (named == 0 || random.nextInt(named) > 0);
      String name = there ? pick(known.getValue()) : pick(WORDS);
      path = path.replace("{" + known.getKey() + "}", encoded(name.isEmpty() ? "nobody" : name));
    }
    return path;
  }

  private String required(DocumentedCall call) {
    return joined(
        document.parameters(call).stream()
            .filter(FuzzCalls::isQuery)
            .filter(parameter -> parameter.path("required").asBoolean())
            .map(parameter -> pair(parameter, fitting(parameter)))
            .toList());
  }

  private String query(DocumentedCall call, boolean odd) {
    List<String> pairs = new ArrayList<>();
    for (JsonNode parameter : document.parameters(call)) {
      if (isQuery(parameter) && (parameter.path("required").asBoolean() || chance(3))) {
        pairs.add(pair(parameter, odd && chance(2) ? pick(WORDS) : fitting(parameter)));
      }
    }
    if (odd && chance(4)) {
      pairs.add(encoded(pick(WORDS)) + "=1");
    }
    if (odd && !pairs.isEmpty() && chance(6)) {
      pairs.add(pairs.getFirst());
    }
    return joined(pairs);
  }

  private static boolean isQuery(JsonNode parameter) {
    return parameter.path("in").asText().equals("query");
  }

  private static String pair(JsonNode parameter, String value) {
    return parameter.path("name").asText() + "=" + encoded(value);
  }

  private static String joined(List<String> pairs) {
    return pairs.isEmpty() ? "" : pairs.stream().collect(Collectors.joining("&", "?", ""));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** A value as the schema of the parameter has it. */
  private String fitting(JsonNode parameter) {
    JsonNode schema = parameter.path("schema");
    String pattern = schema.path("pattern").asText();
    if (pattern.matches("\\^\\([a-z|]+\\)\\$")) {
      return pick(List.of(pattern.substring(2, pattern.length() - 2).split("\\|")));
    }
    if (schema.path("type").asText().equals("integer")) {
      return Long.toString(
          pick(List.of(schema.path("minimum").asLong(1), schema.path("maximum").asLong(100))));
    }
    if (schema.path("type").asText().equals("boolean")) {
      return pick(List.of("true", "false"));
    }
    if (schema.path("format").asText().equals("date-time")) {
      return pick(List.of("2026-01-31T08:15:30Z", "2026-01-31T08:15:30.123+01:00"));
    }
    return pattern.contains("[0-9]{1,18}")
        ? pick(List.of("0", "1"))
        : pick(names.getOrDefault(parameter.path("name").asText(), List.of("x", "west", "step.")));
  }

  private Map<String, String> headers(DocumentedCall call) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Authorization", "Bearer " + admin);
    for (JsonNode parameter : document.parameters(call)) {
      switch (parameter.path("name").asText()) {
        case "Idempotency-Key" -> headers.put("Idempotency-Key", key());
        case "If-Match" -> headers.put("If-Match", "*");
        default -> {}
      }
    }
    if (call.operation().has("requestBody")) {
      headers.put("Content-Type", "application/json");
    }
    return headers;
  }

  private String key() {
    return new UUID(random.nextLong(), random.nextLong()).toString();
  }

  private void spoilHeaders(DocumentedCall call, Map<String, String> headers) {
    switch (random.nextInt(9)) {
      case 0 -> headers.remove("Authorization");
      case 1 -> headers.put("Authorization", pick(List.of("Bearer x", "Basic eDp5", "x", "")));
      case 2 -> headers.put("Authorization", "Bearer " + viewer);
      case 3 -> headers.put("Accept", pick(ACCEPTS));
      case 4 -> headers.computeIfPresent("Content-Type", (name, type) -> pick(TYPES));
      case 5 -> headers.put("Content-Encoding", "gzip");
      case 6 -> headers.put("X-Filler", "x".repeat(17_000));
      case 7 ->
          headers.computeIfPresent(
              "If-Match", (name, tag) -> pick(List.of("\"0\"", "\"9999\"", "x", "W/\"1\"", "0")));
      default ->
          headers.computeIfPresent(
              "Idempotency-Key",
              (name, key) -> pick(List.of("", "a b", "\"\"", "x".repeat(201), "\"x\"")));
    }
    if (call.id().equals("streamEvents") && chance(2)) {
      headers.put("Last-Event-ID", pick(List.of("x", "-1", "999999999")));
    }
  }

  /** The body that the document shows, with what would lead nowhere here left out. */
  private Optional<String> body(DocumentedCall call) {
    return shown(call).map(JsonNode::toString);
  }

  private Optional<ObjectNode> shown(DocumentedCall call) {
    JsonNode examples =
        call.operation()
            .path("requestBody")
            .path("content")
            .path("application/json")
            .path("examples");
    for (JsonNode example : examples) {
      ObjectNode body = document.resolved(example).path("value").deepCopy();
      body.remove(List.of("expectedPlanHash", "notBefore", "notAfter", "attestations"));
      if (body.has("validateOnly")) {
        body.put("validateOnly", chance(2));
      }
      switch (call.id()) {
        case "registerHost" -> body.put("host", "h-" + Long.toHexString(random.nextLong()));
        // The hosts here rehearse no application.
        case "startDrill" -> body.put("application", false);
        default -> {}
      }
      return Optional.of(body);
    }
    return Optional.empty();
  }

  private String spoiled(DocumentedCall call, int times) {
    ObjectNode body = shown(call).orElseThrow();
    for (int i = 0; i < times; i++) {
      List<ObjectNode> objects = new ArrayList<>();
      collect(body, objects);
      spoil(pick(objects));
    }
    return body.toString();
  }

  private static void collect(JsonNode node, List<ObjectNode> objects) {
    if (node instanceof ObjectNode object) {
      objects.add(object);
    }
    for (JsonNode child : node) {
      collect(child, objects);
    }
  }

  private void spoil(ObjectNode object) {
    List<String> fields = new ArrayList<>();
    object.fieldNames().forEachRemaining(fields::add);
    String field = fields.isEmpty() ? "x" : pick(fields);
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    List<Function<String, JsonNode>> made =
        List.of(
            name -> nodes.textNode(pick(WORDS)),
            name -> nodes.textNode(pick(WORDS)),
            name -> nodes.numberNode(random.nextLong()),
            name -> nodes.booleanNode(true),
            name -> nodes.nullNode(),
            name -> new ArrayNode(nodes).add(name),
            name -> new ObjectNode(nodes).put(name, name));
    switch (random.nextInt(8)) {
      case 0 -> object.remove(field);
      case 1 -> object.set(pick(List.of("colour", "", "Reason", "\u202e")), nodes.textNode("red"));
      default -> object.set(field, pick(made).apply(field));
    }
  }

  private boolean chance(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }

  private <T> T pick(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }
}
