package dev.baton.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.protocol.RefusalCode;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AcceptedOrderTest {

  /** An agent that took the promotion and then falls silent may well have promoted. */
  @ParameterizedTest(name = "then {0}")
  @EnumSource
  void isNeverTakenForOneThatReachedNobody(RefusalCode code) {
    AgentReply reply =
        HttpsHostAgent.ofAccepted(new AgentReply.Refused(code, "no answer", Map.of()));

    if (code.tried()) {
      assertThat(reply).isInstanceOf(AgentReply.Refused.class);
    } else {
      assertThat(reply).isInstanceOf(AgentReply.Unknown.class);
    }
  }
}
