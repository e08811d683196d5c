package dev.baton.step;

import dev.baton.host.AgentReply;
import dev.baton.host.Observation;
import dev.baton.protocol.ActionParameter;
import dev.baton.protocol.ActionType;
import dev.baton.protocol.EvidenceKey;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One row of the {@link SingleActionTable}, and the words its columns are written in.
 *
 * @param params of the action
 * @param expected what must be true on the host before anything is touched
 * @param probe how the effect can be seen afterwards
 */
record SingleActionRow(
    String name,
    ActionType action,
    boolean safeguard,
    Function<StepInput, Map<String, String>> params,
    Function<StepContext, Map<String, String>> expected,
    Probe probe)
    implements SingleActionStep {

  static final Function<StepInput, Map<String, String>> NO_PARAMS = input -> Map.of();
  static final Function<StepContext, Map<String, String>> ANYTHING = context -> Map.of();
  static final Function<StepContext, Map<String, String>> SAME_DATABASE =
      context ->
          Map.of(EvidenceKey.SYSTEM_IDENTIFIER.wireName(), context.pair().systemIdentifier());
  static final Function<StepContext, Map<String, String>> DATABASE_DOWN =
      context -> Map.of(EvidenceKey.POSTGRES_RUNNING.wireName(), "false");
  static final Probe UNSEEN =
      (context, agents) ->
          new AgentReply.Unknown(
              "whether it took effect cannot be seen from outside; a retry is safe");

  /** Looks for the effect, as {@link StepKind#probe} demands. */
  interface Probe {
    AgentReply ask(StepContext context, AgentGateway agents);
  }

  @Override
  public Map<String, String> params(StepInput input) {
    return params.apply(input);
  }

  @Override
  public Map<String, String> expect(StepContext context) {
    return expected.apply(context);
  }

  @Override
  public AgentReply probe(StepContext context, AgentGateway agents) {
    return probe.ask(context, agents);
  }

  static StepKind step(
      String name,
      ActionType action,
      Function<StepInput, Map<String, String>> params,
      Function<StepContext, Map<String, String>> expected,
      Probe probe) {
    return new SingleActionRow(name, action, false, params, expected, probe);
  }

  /** A step that is never skipped. */
  static StepKind safeguard(
      String name,
      ActionType action,
      Function<StepInput, Map<String, String>> params,
      Function<StepContext, Map<String, String>> expected,
      Probe probe) {
    return new SingleActionRow(name, action, true, params, expected, probe);
  }

  static Function<StepInput, Map<String, String>> fixed(ActionParameter parameter, String value) {
    return input -> Map.of(parameter.wireName(), value);
  }

  /** As the plan says. */
  static Function<StepInput, Map<String, String>> planned(ActionParameter parameter) {
    return input -> input.passedOn(parameter);
  }

  static Probe application(Map<EvidenceKey, String> values) {
    Map<String, String> expected = named(values);
    return (context, agents) -> agents.sees(Observation::application, expected);
  }

  static Probe shows(ActionType reading, Map<EvidenceKey, String> values) {
    Map<String, String> expected = named(values);
    return (context, agents) -> agents.shows(reading, expected);
  }

  private static Map<String, String> named(Map<EvidenceKey, String> values) {
    return values.entrySet().stream()
        .collect(Collectors.toMap(value -> value.getKey().wireName(), Map.Entry::getValue));
  }
}
