package dev.baton.http.request;

import static dev.baton.http.ProblemException.badRequest;

import dev.baton.http.ProblemException;
import dev.baton.http.ProblemType;
import dev.baton.http.TextRules;
import dev.baton.protocol.UrlRedactor;
import jakarta.inject.Singleton;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.UriInfo;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Holds the query of every call to the parameters that its method has: a misspelt filter must not
 * silently become no filter, nor a wish that belongs into the body no wish.
 */
@Singleton
class KnownParameters {

  private final Map<Method, SortedSet<String>> names = new ConcurrentHashMap<>();

  /** Behind the check of roles: a stranger learns nothing of what there is. */
  @ServerRequestFilter
  void check(ResourceInfo resource, UriInfo uri) {
    Map<String, List<String>> given = uri.getQueryParameters();
    if (!given.isEmpty()) {
      SortedSet<String> known =
          names.computeIfAbsent(resource.getResourceMethod(), KnownParameters::names);
      given.forEach((name, values) -> check(name, values, known));
    }
  }

  private static void check(String name, List<String> values, SortedSet<String> known) {
    if (!known.contains(name)) {
      throw ProblemException.refused(
          ProblemType.UNKNOWN_PARAMETER,
          name.matches("[A-Za-z_.-]{1,32}") ? name : UrlRedactor.HIDDEN,
          "is not a parameter of this call; " + (known.isEmpty() ? "it has none" : "use " + known));
    }
    if (values.size() > 1) {
      throw badRequest(name, "is given more than once; give it once");
    }
    String value = values.getFirst();
    if (value.isBlank()) {
      throw badRequest(name, "is empty; give a value or leave it out");
    }
    TextRules.fault(name, value)
        .ifPresent(fault -> {
          throw badRequest(name, fault);
        });
  }

  private static SortedSet<String> names(Method method) {
    SortedSet<String> names = new TreeSet<>();
    for (Parameter parameter : method.getParameters()) {
      add(names, parameter);
      if (parameter.isAnnotationPresent(BeanParam.class)) {
        for (Class<?> type = parameter.getType(); type != null; type = type.getSuperclass()) {
          for (Field field : type.getDeclaredFields()) {
            add(names, field);
          }
        }
      }
    }
    return Collections.unmodifiableSortedSet(names);
  }

  private static void add(SortedSet<String> names, AnnotatedElement element) {
    QueryParam parameter = element.getAnnotation(QueryParam.class);
    if (parameter != null) {
      names.add(parameter.value());
    }
  }
}
