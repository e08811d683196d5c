package dev.baton.host;

import dev.baton.protocol.RefusalCode;
import java.time.Duration;
import java.util.Map;

/** What became of one order to one host. */
public sealed interface AgentReply {

  /** Why it did not take effect, or may not have; empty when it did. */
  String why();

  /**
   * It took effect, or was so already.
   *
   * @param took as the agent measured it
   */
  record Done(Map<String, String> evidence, Duration took) implements AgentReply {
    public Done {
      evidence = Map.copyOf(evidence);
    }

    @Override
    public String why() {
      return "";
    }
  }

  /**
   * It did not take effect, or was tried and ended badly.
   *
   * @param code tells also whether the host may have been touched
   */
  record Refused(RefusalCode code, String why, Map<String, String> evidence) implements AgentReply {
    public Refused {
      evidence = Map.copyOf(evidence);
    }

    /** Whether something was tried: it may have had part of its effect. */
    public boolean tried() {
      return code.tried();
    }
  }

  /**
   * We asked and got no answer: it may or may not have taken effect.
   *
   * @param open whether asking the agent again may still bring the answer
   */
  record Unknown(String why, boolean open) implements AgentReply {

    /** Unknown so far. */
    public Unknown(String why) {
      this(why, true);
    }
  }
}
