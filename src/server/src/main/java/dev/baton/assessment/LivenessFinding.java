package dev.baton.assessment;

import java.util.Arrays;
import java.util.Optional;

/** What speaks against calling the primary down (S5). The names are in the log and the API. */
public enum LivenessFinding {
  /** The agent of its database host says that it takes writes. */
  PRIMARY_AGENT_WRITABLE("primary-agent-writable"),
  /** Its port takes connections; that it answers queries is more than was tried. */
  PRIMARY_POSTGRES_REACHABLE("primary-postgres-reachable"),
  /** The standby still hears from it. */
  PRIMARY_STREAMS("primary-streams"),
  /** Its application says that it is up, and nothing says for certain that its database is gone. */
  PRIMARY_APPLICATION_UP("primary-application-up"),
  /** Somebody answers for the address, and the agent that could take it away does not answer. */
  ADDRESS_ANSWERED("address-answered"),
  /** An agent of the standby site could not look: silence is not death. */
  SECOND_OPINION_MISSING("second-opinion-missing");

  private final String word;

  LivenessFinding(String word) {
    this.word = word;
  }

  /** The stable name. */
  public String word() {
    return word;
  }

  /** The finding of that name. */
  public static Optional<LivenessFinding> of(String word) {
    return Arrays.stream(values()).filter(finding -> finding.word.equals(word)).findFirst();
  }
}
