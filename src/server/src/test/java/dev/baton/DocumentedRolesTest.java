package dev.baton;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.http.document.ServedDocument;
import dev.baton.http.document.ServedDocument.DocumentedCall;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.annotation.security.RolesAllowed;
import java.io.IOException;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.junit.jupiter.api.Test;

/** The document says which roles a call needs: those that let it in. */
@QuarkusTest
class DocumentedRolesTest {

  @Test
  void areThoseOfTheMethods() throws IOException {
    Map<String, List<String>> told = new TreeMap<>();
    List<String> unsaid = new ArrayList<>();
    for (DocumentedCall call : ServedDocument.read().calls()) {
      List<String> roles = new ArrayList<>();
      for (JsonNode role : call.operation().path("x-roles")) {
        roles.add(role.asText());
        if (!call.operation().path("description").asText().contains(role.asText())) {
          unsaid.add(call + ": " + role.asText());
        }
      }
      told.put(call.id(), roles);
    }

    assertThat(told).isEqualTo(enforced());
    assertThat(unsaid).isEmpty();
  }

  private static Map<String, List<String>> enforced() {
    Map<String, List<String>> roles = new TreeMap<>();
    SourceTree.classesNamed(".*Resource").stream()
        .flatMap(type -> Stream.of(type.getDeclaredMethods()))
        .filter(method -> method.isAnnotationPresent(Operation.class))
        .forEach(method ->
            roles.put(
                method.getAnnotation(Operation.class).operationId(),
                List.of(place(method).getAnnotation(RolesAllowed.class).value())));
    return roles;
  }

  private static AnnotatedElement place(Method method) {
    return method.isAnnotationPresent(RolesAllowed.class) ? method : method.getDeclaringClass();
  }
}
