package dev.baton.http;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Singleton;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which methods each path has. The framework knows only those of the class that it tried last, and
 * says of a path of several classes that nothing is there.
 */
@Singleton
class PathMethods {

  /** By a regular expression for the path. */
  private final SortedMap<String, SortedSet<String>> methods = new TreeMap<>();

  PathMethods(BeanManager beans) {
    for (Bean<?> bean : beans.getBeans(Object.class, Any.Literal.INSTANCE)) {
      Path path = bean.getBeanClass().getAnnotation(Path.class);
      if (path != null) {
        for (Method call : bean.getBeanClass().getDeclaredMethods()) {
          add(path.value(), call);
        }
      }
    }
  }

  private void add(String above, Method call) {
    Path own = call.getAnnotation(Path.class);
    String path = (above + "/" + (own == null ? "" : own.value())).replaceAll("/+", "/");
    for (Annotation annotation : call.getAnnotations()) {
      HttpMethod method = annotation.annotationType().getAnnotation(HttpMethod.class);
      if (method != null) {
        methods
            .computeIfAbsent(
                path.replaceAll("/$", "").replaceAll("\\{[^}]+}", "[^/]+") + "/?",
                expression -> new TreeSet<>())
            .add(method.value());
      }
    }
  }

  /** What may be used on that path; empty where nothing is there. */
  SortedSet<String> of(String path) {
    SortedSet<String> found = new TreeSet<>();
    String plain = path.replaceAll(";[^/]*", "");
    methods.forEach((expression, known) -> {
      if (plain.matches(expression)) {
        found.addAll(known);
      }
    });
    if (found.contains(HttpMethod.GET)) {
      found.add(HttpMethod.HEAD);
    }
    if (!found.isEmpty()) {
      found.add(HttpMethod.OPTIONS);
    }
    return found;
  }
}
