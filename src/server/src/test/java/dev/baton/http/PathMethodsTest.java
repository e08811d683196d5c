package dev.baton.http;

import static dev.baton.access.TestTokens.asAdmin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.baton.http.document.ServedDocument;
import dev.baton.http.document.ServedDocument.DocumentedCall;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A call with a method that its path does not have is told so, with those that it has. */
@QuarkusTest
class PathMethodsTest {

  @Test
  void everyOtherMethodOfEveryPathIsAProblemThatNamesTheRightOnes() throws IOException {
    ServedDocument document = ServedDocument.read();
    List<String> wrong = new ArrayList<>();

    for (String path : document.calls().stream().map(DocumentedCall::path).distinct().toList()) {
      Set<String> known = document.methods(path);
      for (String method : List.of("GET", "POST", "PUT", "PATCH", "DELETE")) {
        if (!known.contains(method)) {
          Response answer = asAdmin().request(method, path.replaceAll("\\{[^}]+}", "nobody"));
          if (answer.statusCode() != 405
              || !answer.contentType().startsWith("application/problem+json")
              || !"/problems/method-not-allowed".equals(answer.path("type"))
              || !allowed(answer).equals(withTheirOwn(known))) {
            wrong.add(
                "%s %s: %d, Allow %s"
                    .formatted(method, path, answer.statusCode(), answer.header("Allow")));
          }
        }
      }
    }

    assertThat(wrong).isEmpty();
  }

  @Test
  void whereNothingIsNoMethodIsRight() {
    asAdmin()
        .delete("/v1/pairs/nobody/nothing")
        .then()
        .statusCode(404)
        .body("type", equalTo("/problems/not-found"));
  }

  private static Set<String> allowed(Response answer) {
    String header = answer.header("Allow");
    return header == null ? Set.of() : new TreeSet<>(List.of(header.split(", ")));
  }

  /** What the framework answers without a resource. */
  private static Set<String> withTheirOwn(Set<String> known) {
    Set<String> all = new TreeSet<>(known);
    all.add("OPTIONS");
    if (known.contains("GET")) {
      all.add("HEAD");
    }
    return all;
  }
}
