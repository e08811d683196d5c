package dev.baton.http;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IfMatchTest {

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"\"7\"", "7", "*", "\"6\", \"7\""})
  void tagOfTheVersionThatStandsIsLetThrough(String header) {
    IfMatch ifMatch = new IfMatch(Optional.of(header));

    assertThatNoException().isThrownBy(() -> ifMatch.require(7));
  }

  /** A weak tag never matches: it promises too little (RFC 9110 section 13.1.1). */
  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"\"6\"", "W/\"7\"", "", "x", "\"77\""})
  void anyOtherTagIsRefused(String header) {
    IfMatch ifMatch = new IfMatch(Optional.of(header));

    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> ifMatch.check(7))
        .matches(e -> e.problem().kind() == ProblemType.PRECONDITION_FAILED)
        .matches(e -> "\"7\"".equals(e.problem().more().get("etag")));
  }

  @Test
  void missingTagIsRefusedOnlyWhereOneIsRequired() {
    IfMatch none = new IfMatch(Optional.empty());

    assertThatNoException().isThrownBy(() -> none.check(7));
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> none.require(7))
        .matches(e -> e.problem().kind() == ProblemType.PRECONDITION_REQUIRED);
  }
}
