package dev.baton.bench.switchover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.bench.measure.Goals;
import dev.baton.bench.measure.Measure;
import dev.baton.bench.measure.Measure.Round;
import dev.baton.bench.measure.Report;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class SwitchMeasuresTest {

  @Test
  void theBootTimeWithWhichItDoesWorstSpeaksForTheWhole() {
    Map<Integer, List<Round>> rounds =
        Map.of(
            0, List.of(new Round(120, 100), new Round(130, 100), new Round(200, 100)),
            2, List.of(new Round(2100, 2000)));

    List<Measure> measures = SwitchMeasures.byBoot(Goals.GRACEFUL_SERVICE_GAP, rounds);

    assertThat(measures.getFirst())
        .returns("graceful-service-gap", Measure::name)
        .returns(1.3, Measure::ratio)
        .returns(130.0, Measure::median)
        .returns(120.0, Measure::min)
        .returns(200.0, Measure::max)
        .returns(false, Measure::met);
    assertThat(measures)
        .extracting(Measure::name)
        .containsExactlyInAnyOrder(
            "graceful-service-gap",
            "graceful-service-gap, boot 0 s",
            "graceful-service-gap, boot 2 s");
    assertThat(measures)
        .filteredOn(measure -> measure.name().endsWith("2 s"))
        .singleElement()
        .returns(true, Measure::met);
  }

  @Test
  void faultsAreHeldToTheirSlowest() {
    List<Double> seconds =
        DoubleStream.concat(DoubleStream.generate(() -> 0.5).limit(98), DoubleStream.of(1.9, 2.5))
            .boxed()
            .toList();

    Measure measure = Measure.at(Goals.FAULT_VISIBLE, 0.99, seconds);

    assertThat(measure)
        .returns(1.9, Measure::ratio)
        .returns(0.5, Measure::median)
        .returns(2.5, Measure::max)
        .returns(true, Measure::met);
  }

  @Test
  void aPartOfAMeasureStandsInTheTableWithTheGoalOfTheWhole() {
    Report report =
        new Report(
            SwitchMeasures.byBoot(Goals.FORCED_SERVICE, Map.of(0, List.of(new Round(150, 100)))));

    assertThat(report.table()).contains("forced-service, boot 0 s", "<= 1.3", "NO");
  }
}
