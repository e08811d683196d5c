package dev.baton;

import static dev.baton.ReferenceTable.code;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.eventlog.EventTypes;
import dev.baton.http.ProblemType;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.junit.jupiter.api.Test;

/** Holds the tables of problems, events and calls in the documentation to the code. */
class ReferencePagesTest {

  @Test
  void thePageOfTheApiHasEveryProblem() throws IOException {
    List<List<String>> rows =
        Stream.of(ProblemType.values())
            .map(type ->
                List.of(
                    code(type.uri().replace("/problems/", "")),
                    Integer.toString(type.status()),
                    type.title()))
            .toList();

    ReferenceTable.hold("docs/api.md", "problem types", rows);
  }

  @Test
  void thePageOfTheRecordHasEveryTypeOfEvent() throws IOException {
    List<List<String>> rows =
        EventTypes.all().entrySet().stream()
            .map(type ->
                List.of(
                    code(type.getKey()),
                    Stream.of(type.getValue().getRecordComponents())
                        .map(RecordComponent::getName)
                        .map(ReferenceTable::code)
                        .collect(Collectors.joining(" "))))
            .toList();

    ReferenceTable.hold("docs/events.md", "event types", rows);
  }

  @Test
  void thePageOfSecurityHasEveryCallWithItsRoles() throws IOException {
    List<List<String>> rows =
        SourceTree.classesNamed(".*Resource").stream()
            .filter(type -> type.isAnnotationPresent(Path.class))
            .flatMap(type -> Stream.of(type.getDeclaredMethods()))
            .filter(method -> verb(method).isPresent())
            .sorted(
                Comparator.comparing(ReferencePagesTest::path)
                    .thenComparing(method -> verb(method).orElseThrow()))
            .map(method ->
                List.of(
                    code(verb(method).orElseThrow() + " " + path(method)),
                    roles(method),
                    summary(method)))
            .toList();

    ReferenceTable.hold("docs/security.md", "calls", rows);
    assertThat(rows).noneMatch(row -> row.get(1).isEmpty());
  }

  /** Empty for a method that answers no call. */
  private static Optional<String> verb(Method method) {
    return Stream.of(method.getAnnotations())
        .map(Annotation::annotationType)
        .flatMap(type -> Stream.ofNullable(type.getAnnotation(HttpMethod.class)))
        .map(HttpMethod::value)
        .findFirst();
  }

  private static String path(Method method) {
    String below =
        method.isAnnotationPresent(Path.class) ? method.getAnnotation(Path.class).value() : "";
    return (method.getDeclaringClass().getAnnotation(Path.class).value() + "/" + below)
        .replaceAll("/+", "/")
        .replaceAll("/$", "");
  }

  private static String roles(Method method) {
    AnnotatedElement place =
        method.isAnnotationPresent(RolesAllowed.class) ? method : method.getDeclaringClass();
    return place.isAnnotationPresent(RolesAllowed.class)
        ? String.join(", ", place.getAnnotation(RolesAllowed.class).value())
        : "";
  }

  private static String summary(Method method) {
    return method.isAnnotationPresent(Operation.class)
        ? method.getAnnotation(Operation.class).summary()
        : "";
  }
}
