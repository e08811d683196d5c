package dev.baton.agent.action;

import dev.baton.agent.os.FailedException;
import dev.baton.protocol.ActionParameter;
import java.util.Arrays;

/** Reads a parameter that has a fixed set of legal values. */
public final class ActionParams {

  private ActionParams() {}

  public static String of(ActionContext actionContext, ActionParameter parameter, String... legal)
      throws FailedException {
    String value = actionContext.param(parameter);
    if (Arrays.asList(legal).contains(value)) {
      return value;
    }
    throw new FailedException(
        "%s is '%s'; it must be one of %s"
            .formatted(parameter.wireName(), value, String.join(", ", legal)));
  }

  public static boolean truth(ActionContext actionContext, ActionParameter parameter)
      throws FailedException {
    return of(actionContext, parameter, "true", "false").equals("true");
  }
}
