package dev.baton;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every resource says itself, because the framework would make it up otherwise. */
class ResourceRulesTest {

  /** Of one that does not, any text that a caller asks for is made by {@code toString()}. */
  @Test
  void everyCallSaysInWhichMediaTypeItAnswers() {
    List<String> silent = calls().filter(call -> !saysType(call)).map(Method::toString).toList();

    assertThat(calls()).isNotEmpty();
    assertThat(silent).isEmpty();
  }

  /** What cannot be made a number of is answered as if the path were not there. */
  @Test
  void everyParameterIsTakenAsText() {
    List<String> converted =
        calls()
            .flatMap(call -> Stream.of(call.getParameters()))
            .filter(parameter -> comesWithTheCall(parameter) && parameter.getType() != String.class)
            .map(parameter -> parameter.getDeclaringExecutable() + ": " + parameter)
            .toList();

    assertThat(converted).isEmpty();
  }

  private static Stream<Method> calls() {
    return SourceTree.classesNamed(".*Resource").stream()
        .filter(type -> type.isAnnotationPresent(Path.class))
        .flatMap(type -> Stream.of(type.getDeclaredMethods()))
        .filter(method ->
            Stream.of(method.getAnnotations())
                .anyMatch(a -> a.annotationType().isAnnotationPresent(HttpMethod.class)));
  }

  private static boolean saysType(Method call) {
    return call.isAnnotationPresent(Produces.class)
        || call.getDeclaringClass().isAnnotationPresent(Produces.class);
  }

  private static boolean comesWithTheCall(Parameter parameter) {
    return parameter.isAnnotationPresent(QueryParam.class)
        || parameter.isAnnotationPresent(PathParam.class)
        || parameter.isAnnotationPresent(HeaderParam.class);
  }
}
