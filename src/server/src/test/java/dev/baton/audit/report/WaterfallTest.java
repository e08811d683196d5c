package dev.baton.audit.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.audit.report.Waterfall.Bar;
import java.util.List;
import org.junit.jupiter.api.Test;

class WaterfallTest {

  private static final Waterfall SMALL =
      new Waterfall(
          "switchover-1",
          200,
          List.of(
              new Bar("stop-database@a-db", 0, 100, "DONE"),
              new Bar("promote-database@b-db", 100, 180, "DONE"),
              new Bar("take-address@b-app", 180, 181, "REFUSED"),
              new Bar("undo of <it>", 181, 200, "DONE")),
          List.of(new Bar("write gap", 0, 180, "")));

  @Test
  void showsEachAttemptWhereItsTimeWent() {
    String text = WaterfallText.of(SMALL);

    assertThat(text)
        .isEqualTo(
            """
            ## Where the time went

            ```
                                                 from ms   took ms
            stop-database@a-db                         0       100 |#########################                         |
            promote-database@b-db                    100        80 |                         ####################     |
            take-address@b-app                       180         1 |                                             #    | REFUSED
            undo of <it>                             181        19 |                                             #####|
            write gap                                  0       180 |---------------------------------------------     |
            ```\
            """);
  }

  @Test
  void drawsEachAttemptWhereItsTimeWent() {
    String svg = WaterfallSvg.of(SMALL);

    assertThat(svg)
        .startsWith("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 980 126'")
        .contains("<title>Where the time of switchover-1 went</title>")
        .contains(
            "<rect x='580.0' y='38' width='256.0' height='14' fill='#48b'>"
                + "<title>promote-database@b-db: 80 ms DONE</title></rect>")
        .contains("fill='#a33'><title>take-address@b-app: 1 ms REFUSED</title>")
        .contains("undo of &lt;it>")
        .contains(
            "<rect x='260.0' y='0' width='576.0' height='126' fill='#c33' fill-opacity='0.08'/>")
        .endsWith("</svg>\n");
  }

  @Test
  void nothingIsShownOfWhatHasNotBegun() {
    Waterfall nothing = new Waterfall("switchover-1", 1, List.of(), List.of());

    assertThat(WaterfallText.of(nothing)).isEmpty();
    assertThat(WaterfallSvg.of(nothing)).endsWith("</svg>\n");
  }
}
