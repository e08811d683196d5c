package dev.baton.lab.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.baton.lab.client.LongestGap.Gap;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LongestGapTest {

  static Stream<Arguments> windows() {
    return Stream.of(
        arguments("no success at all", List.of(), 100L, new Gap(0, 100)),
        arguments("an even beat", List.of(10L, 20L, 30L), 35L, new Gap(0, 10)),
        arguments("a gap in the middle", List.of(10L, 70L, 80L), 90L, new Gap(10, 60)),
        arguments("a gap right after the mark", List.of(50L, 60L), 70L, new Gap(0, 50)),
        arguments("a gap that has not ended", List.of(10L, 20L), 90L, new Gap(20, 70)),
        arguments("a success reported late", List.of(10L, 80L, 30L), 90L, new Gap(10, 70)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("windows")
  void findsTheLongest(String name, List<Long> successes, long now, Gap longest) {
    LongestGap longestGap = new LongestGap(0);

    successes.forEach(longestGap::success);

    assertThat(longestGap.longest(now)).isEqualTo(longest);
  }
}
