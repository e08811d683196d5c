package dev.baton.lab.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AcknowledgedTest {

  private final Acknowledged<Long> promises = new Acknowledged<>();

  @Test
  void countsOnlyWhatCameSinceTheMark() {
    promises.add(1L, 10);
    promises.mark(20);

    promises.add(2L, 30);

    assertThat(promises.window(35))
        .isEqualTo(new Acknowledged.SinceMark(1, new LongestGap.Gap(20, 10)));
  }

  @Test
  void remembersWhatCameBeforeTheMark() {
    promises.add(1L, 10);

    promises.mark(20);

    assertThat(promises.ids()).containsExactly(1L);
  }
}
