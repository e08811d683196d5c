package dev.baton.http.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.assessment.Check;
import dev.baton.assessment.LivenessFinding;
import dev.baton.eventlog.EventTypes;
import dev.baton.eventlog.checkpoint.CheckpointFinding;
import dev.baton.pair.Move;
import dev.baton.pair.Outcome;
import dev.baton.pair.PlannedStep;
import dev.baton.pair.kind.DrillScope;
import dev.baton.pair.kind.OperationKind;
import dev.baton.pair.kind.OperationMode;
import dev.baton.pair.kind.RejoinKind;
import dev.baton.pair.kind.SplitBrainKind;
import dev.baton.pair.kind.SwitchoverMode;
import dev.baton.protocol.ActionType;
import dev.baton.protocol.AgentState;
import dev.baton.protocol.HostRole;
import dev.baton.protocol.RefusalCode;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Where the document lists the values of a text, it lists those of the code, and that more come.
 */
@QuarkusTest
class KnownValuesTest {

  private static final Pattern TOLD = Pattern.compile("Known values: (.*); others may come$");

  private static final List<String> OUTCOMES = names(Outcome.values());
  private static final List<String> CODES = words(RefusalCode.values(), RefusalCode::wireName);
  private static final List<String> VERDICTS = names(Check.Verdict.values());
  private static final List<String> FINDINGS =
      words(LivenessFinding.values(), LivenessFinding::word);

  /** Words of {@code StepView}, which makes them of sealed kinds. */
  private static final List<String> STEPS =
      List.of("PENDING", "RUNNING", "DONE", "REFUSED", "UNKNOWN", "SKIPPED", "UNDONE");

  private static final Map<String, List<String>> VALUES = values();

  private static Map<String, List<String>> values() {
    Map<String, List<String>> values = new TreeMap<>();
    values.put("OperationView.kind", words(OperationKind.values(), OperationKind::word));
    values.put("OperationView.mode", modes());
    values.put(
        "OperationView.state",
        joined(
            List.of("PENDING", "RUNNING", "PAUSED", "AWAITING_APPROVAL", "ROLLING_BACK"),
            OUTCOMES));
    values.put("OperationView.outcome", OUTCOMES);
    values.put("OperationView.moves", words(Move.values(), Move::word));
    values.put("StepView.state", STEPS);
    values.put("StepView.code", CODES);
    values.put("ReportStep.state", STEPS);
    values.put("ReportAttempt.result", List.of("RUNNING", "DONE", "REFUSED", "UNKNOWN"));
    values.put("ReportAttempt.code", CODES);
    values.put("ReportWait.kind", List.of("pause", "approval"));
    values.put("ReportLoss.verdict", List.of("ZERO", "NOT_MOVED", "QUOTED", "UNKNOWN"));
    values.put(
        "ReportDivergence.rejoinedBy",
        List.of(RejoinKind.REWIND.word(), RejoinKind.BASEBACKUP.word()));
    values.put("PlanViewStep.nature", names(PlannedStep.StepRole.values()));
    values.put("PlanViewStep.onRefusal", names(PlannedStep.OnRefusal.values()));
    values.put("PlanViewAction.action", words(ActionType.values(), ActionType::wireName));
    values.put("EventView.type", List.copyOf(EventTypes.all().keySet()));
    values.put(
        "EventView.outcome",
        // An operation may be refused as a step may.
        joined(List.of("DONE", "REFUSED", "UNKNOWN", "SKIPPED", "DENIED"), OUTCOMES).stream()
            .distinct()
            .toList());
    values.put("CheckpointFinding.kind", names(CheckpointFinding.FindingKind.values()));
    values.put("HostStatus.agent", words(AgentState.values(), AgentState::wireName));
    values.put("HostStatus.roles", List.of("application", "database"));
    values.put("PairStatus.state", List.of("ACTIVE", "RETIRED"));
    values.put(
        "SiteStatus.role", List.of(HostRole.PRIMARY.wireName(), HostRole.STANDBY.wireName()));
    values.put("ServiceStatus.state", List.of("up", "down", "unknown"));
    values.put("SyncItem.state", List.of("IN_SYNC", "OUT_OF_SYNC", "UNKNOWN"));
    values.put("ReplicationStatus.state", List.of("streaming", "unknown"));
    values.put("Standing.verdict", VERDICTS);
    values.put("CheckStatus.verdict", VERDICTS);
    values.put("SplitBrainStatus.finding", words(SplitBrainKind.values(), SplitBrainKind::word));
    values.put("FindingOverride.finding", FINDINGS);
    values.put("OverrideNeeded.finding", FINDINGS);
    return values;
  }

  @Test
  void areThoseOfTheCode() throws IOException {
    assertThat(told()).isEqualTo(VALUES);
  }

  /** Every field that lists values, with them. */
  private static Map<String, List<String>> told() throws IOException {
    Map<String, List<String>> told = new TreeMap<>();
    for (var schema : ServedDocument.read().schemas().properties()) {
      for (var field : schema.getValue().path("properties").properties()) {
        String name = schema.getKey() + "." + field.getKey();
        String description = field.getValue().path("description").asText();
        Matcher values = TOLD.matcher(description);
        if (values.find()) {
          told.put(name, List.of(values.group(1).split(", ")));
        } else {
          assertThat(description).as(name).doesNotContain("may come");
        }
      }
    }
    return told;
  }

  private static List<String> modes() {
    return Stream.<OperationMode[]>of(
            SwitchoverMode.values(),
            RejoinKind.values(),
            SplitBrainKind.values(),
            DrillScope.values())
        .flatMap(Arrays::stream)
        // Never on record as what was decided.
        .filter(mode -> !mode.equals(RejoinKind.REFUSE))
        .map(OperationMode::word)
        .toList();
  }

  private static <T> List<String> words(T[] values, Function<T, String> word) {
    return Stream.of(values).map(word).toList();
  }

  private static List<String> names(Enum<?>[] values) {
    return words(values, Enum::name);
  }

  private static List<String> joined(List<String> first, List<String> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }
}
