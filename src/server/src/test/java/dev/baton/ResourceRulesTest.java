package dev.baton;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import java.lang.reflect.AnnotatedElement;
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

  /** What cannot be made a number of is answered as if the path were not there. */
  @Test
  void everyParameterIsTakenAsText() {
    List<Taken> taken =
        calls().flatMap(ResourceRulesTest::taken).filter(Taken::comesWithTheCall).toList();

    assertThat(taken).as("fields of beans too").anyMatch(one -> one.where().endsWith(".limit"));
    assertThat(taken).allMatch(one -> one.type() == String.class);
  }

  /** A parameter of a call, or a field of a bean that holds some. */
  private record Taken(AnnotatedElement element, Class<?> type, String where) {

    boolean comesWithTheCall() {
      return element.isAnnotationPresent(QueryParam.class)
          || element.isAnnotationPresent(PathParam.class)
          || element.isAnnotationPresent(HeaderParam.class);
    }
  }

  private static Stream<Taken> taken(Method call) {
    return Stream.of(call.getParameters())
        .flatMap(parameter ->
            parameter.isAnnotationPresent(BeanParam.class)
                ? fields(parameter.getType())
                : Stream.of(new Taken(parameter, parameter.getType(), call + ": " + parameter)));
  }

  private static Stream<Taken> fields(Class<?> bean) {
    Stream<Taken> own =
        Stream.of(bean.getDeclaredFields())
            .map(field -> new Taken(field, field.getType(), field.toString()));
    return bean.getSuperclass() == null ? own : Stream.concat(own, fields(bean.getSuperclass()));
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
