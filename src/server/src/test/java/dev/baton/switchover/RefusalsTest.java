package dev.baton.switchover;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.TestPairs;
import dev.baton.assessment.SecondOpinions;
import dev.baton.http.ProblemException;
import dev.baton.pair.SynchronousPolicy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Both policies of S12, before a forced switchover is accepted. */
class RefusalsTest {

  private static final SecondOpinions NONE = new SecondOpinions(Map.of(), List.of(), List.of());

  @Test
  void commitsThatWouldWaitForTheLostPrimaryAreRefusedUnderProtection() {
    Refusals refusals = refusals(SynchronousPolicy.PROTECTION);

    assertThatThrownBy(() -> refusals.requireUnprotected("a_db"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("protection")
        .hasMessageContaining("a_db");
  }

  @Test
  void withoutSynchronousReplicationProtectionHasNothingToRefuse() {
    Refusals refusals = refusals(SynchronousPolicy.PROTECTION);

    assertThatCode(() -> refusals.requireUnprotected("")).doesNotThrowAnyException();
  }

  @Test
  void availabilityGoesOnWithOneCopy() {
    Refusals refusals = refusals(SynchronousPolicy.AVAILABILITY);

    assertThatCode(() -> refusals.requireUnprotected("a_db")).doesNotThrowAnyException();
  }

  private static Refusals refusals(SynchronousPolicy policy) {
    return new Refusals(TestPairs.of(policy), NONE);
  }
}
