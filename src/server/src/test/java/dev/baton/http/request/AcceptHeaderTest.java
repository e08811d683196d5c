package dev.baton.http.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.http.ProblemException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptHeaderTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "application/json | application/json",
        "application/json;charset=utf-8 | application/json",
        "text/html;level=\"a,b\";q=0.5, */* ;Q=0.1 | text/html;q=0.500,*/*;q=0.100",
        "text/html, image/gif, *; q=.2, */*; q=.2 | text/html,image/gif,*/*;q=0.200,*/*;q=0.200",
        ", a/b ,, | a/b",
        "a/b;;; | a/b",
        "text/markdown, Application/Problem+JSON;q=0.9 | text/markdown",
        "a/b;q=0.00001 | a/b;q=0.001",
        "text/* | text/*"
      })
  void isWrittenSoThatEverybodyCanReadIt(String header, String readable) {
    assertThat(AcceptHeader.readable(List.of(header))).isEqualTo(readable);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        ";;;", "json", "*/json", "a/", "/b", "a/b c/d", "a/b;x", "a/b;q=x", "a/b;q=2", "a b/c"
      })
  void whatIsNoListOfMediaTypesIsRefused(String header) {
    assertThatThrownBy(() -> AcceptHeader.readable(List.of("a/b", header)))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("Accept");
  }

  @Test
  void oneThatIsEmptyOrOnlyOfProblemsIsNone() {
    assertThat(AcceptHeader.readable(List.of("", " , ", "application/problem+json"))).isEmpty();
  }

  @Test
  @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void whatIsMadeToTakeLongDoesNot() {
    String hostile = "a/b" + ";    ".repeat(3_000) + "\u0001";

    assertThatThrownBy(() -> AcceptHeader.readable(List.of(hostile)))
        .isInstanceOf(ProblemException.class);
  }
}
