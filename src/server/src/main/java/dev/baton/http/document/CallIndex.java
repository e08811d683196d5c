package dev.baton.http.document;

import dev.baton.http.IfMatchRequired;
import jakarta.annotation.security.RolesAllowed;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.MethodInfo;

/** What the methods behind the calls are annotated with, by the name of the call. */
final class CallIndex {

  private static final DotName ROLES = DotName.createSimple(RolesAllowed.class.getName());
  private static final DotName VIEWED = DotName.createSimple(IfMatchRequired.class.getName());

  private final Map<String, MethodInfo> methods = new HashMap<>();

  CallIndex(IndexView index) {
    for (AnnotationInstance call :
        index.getAnnotations(DotName.createSimple(Operation.class.getName()))) {
      if (call.value("operationId") != null) {
        methods.put(call.value("operationId").asString(), call.target().asMethod());
      }
    }
  }

  /** The roles of which one is enough; never empty, because a method without is closed to all. */
  List<String> roles(String call) {
    MethodInfo method = method(call);
    AnnotationInstance roles =
        method.hasDeclaredAnnotation(ROLES)
            ? method.declaredAnnotation(ROLES)
            : method.declaringClass().declaredAnnotation(ROLES);
    return List.of(roles.value().asStringArray());
  }

  /** Whether it is refused without the ETag of what its path names. */
  boolean viewed(String call) {
    return method(call).hasDeclaredAnnotation(VIEWED);
  }

  private MethodInfo method(String call) {
    MethodInfo method = methods.get(call);
    if (method == null) {
      throw new IllegalStateException("no method has the operationId " + call);
    }
    return method;
  }
}
