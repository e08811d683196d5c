package dev.baton;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.lang.reflect.Method;
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
}
