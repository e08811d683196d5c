package dev.baton.agent.http;

import java.util.Optional;

/** Version of the agent as its jar's manifest has it; {@code unpackaged} outside a jar. */
public final class AgentVersion {

  private AgentVersion() {}

  public static String current() {
    return Optional.ofNullable(AgentVersion.class.getPackage().getImplementationVersion())
        .orElse("unpackaged");
  }
}
