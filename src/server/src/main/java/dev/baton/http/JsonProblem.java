package dev.baton.http;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says what is wrong with a body in words of the body, not of the parser. */
final class JsonProblem {

  private JsonProblem() {}

  static Problem of(JsonProcessingException e) {
    if (e instanceof UnrecognizedPropertyException unknown) {
      return unknownField(unknown);
    }
    String field = e instanceof JsonMappingException mapping ? fieldOf(mapping) : "";
    if (e instanceof StrictJson.UnfitTextException) {
      return ProblemException.badRequest(field, e.getOriginalMessage()).problem();
    }
    // A text is parsed when it is read, and what is no JSON has the name of its field then.
    if (!field.isEmpty() && !(e.getCause() instanceof StreamReadException)) {
      String fault = "is not of the kind expected here" + at(e.getLocation());
      return Problem.of(ProblemType.INVALID_FIELD, "Field '%s' %s.".formatted(field, fault))
          .at(field, fault);
    }
    return Problem.of(
        ProblemType.MALFORMED_JSON,
        "The body could not be read as a JSON object%s.".formatted(at(e.getLocation())));
  }

  private static Problem unknownField(UnrecognizedPropertyException e) {
    String field = fieldOf(e);
    String known =
        e.getKnownPropertyIds() == null
            ? ""
            : e.getKnownPropertyIds().stream()
                .map(String::valueOf)
                .sorted()
                .collect(Collectors.joining(", "));
    return Problem.of(
            ProblemType.UNKNOWN_FIELD,
            "There is no field '%s' here; the fields are: %s.".formatted(field, known))
        .at(field, "unknown" + at(e.getLocation()));
  }

  private static String fieldOf(JsonMappingException e) {
    return e.getPath().stream()
        .map(
            step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
        .filter(Objects::nonNull)
        .collect(Collectors.joining("."))
        .replace(".[", "[");
  }

  private static String at(@Nullable JsonLocation where) {
    return where == null || where.getLineNr() < 1
        ? ""
        : " (line %d, column %d)".formatted(where.getLineNr(), where.getColumnNr());
  }
}
