package dev.baton.agent.application;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class OwnAnswerTest {

  @Test
  void answerOfTheOtherSiteIsNotThatOfThisHost() {
    assertThat(new OwnAnswer(() -> false, () -> true).there()).isFalse();
    assertThat(new OwnAnswer(() -> true, () -> true).there()).isTrue();
    assertThat(new OwnAnswer(() -> true, () -> false).there()).isFalse();
  }

  @Test
  void answerCountsWhereThePortsCannotBeTold() {
    OwnAnswer untold =
        new OwnAnswer(
            () -> {
              throw new IOException("no /proc");
            },
            () -> true);

    assertThat(untold.there()).isTrue();
  }
}
