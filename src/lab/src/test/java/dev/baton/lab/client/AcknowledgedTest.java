package dev.baton.lab.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AcknowledgedTest {

  private final Acknowledged<Long> acknowledged = new Acknowledged<>();

  @Test
  void countsOnlyWhatCameSinceTheMark() {
    acknowledged.add(1L, 10);
    acknowledged.mark(20);

    acknowledged.add(2L, 30);

    assertThat(acknowledged.window(35))
        .isEqualTo(new Acknowledged.SinceMark(1, new LongestGap.Gap(20, 10)));
  }

  @Test
  void remembersWhatCameBeforeTheMark() {
    acknowledged.add(1L, 10);

    acknowledged.mark(20);

    assertThat(acknowledged.ids()).containsExactly(1L);
  }
}
