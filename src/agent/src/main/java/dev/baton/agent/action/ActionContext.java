package dev.baton.agent.action;

import dev.baton.agent.os.Deadline;
import dev.baton.protocol.ActionParameter;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What one action is given to work with.
 *
 * @param progress takes what to show while it is still running
 */
public record ActionContext(
    Map<String, String> params, Deadline deadline, Consumer<Map<String, String>> progress) {

  public ActionContext {
    params = Map.copyOf(params);
  }

  /** A parameter; all that its type names are there. */
  public String param(ActionParameter parameter) {
    String value = params.get(parameter.wireName());
    if (value == null) {
      throw new IllegalStateException("no parameter " + parameter.wireName());
    }
    return value;
  }
}
