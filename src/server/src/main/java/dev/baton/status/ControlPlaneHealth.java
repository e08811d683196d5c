package dev.baton.status;

import dev.baton.eventlog.LogRollback;
import dev.baton.eventlog.append.AcknowledgedHead;
import dev.baton.operation.engine.RecordFreshness;
import dev.baton.operation.engine.StaleRecord;
import dev.baton.pair.PairId;
import io.smallrye.health.api.Wellness;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/**
 * Says in {@code /q/health} what keeps this control plane from more than watching. It stays live
 * and ready: whoever is to put it right needs its API.
 */
@Wellness
@ApplicationScoped
class ControlPlaneHealth implements HealthCheck {

  private final AcknowledgedHead acknowledged;
  private final RecordFreshness freshness;

  ControlPlaneHealth(AcknowledgedHead acknowledged, RecordFreshness freshness) {
    this.freshness = freshness;
    this.acknowledged = acknowledged;
  }

  @Override
  public HealthCheckResponse call() {
    var answer = HealthCheckResponse.named("record");
    acknowledged
        .rollback()
        .map(LogRollback::sentence)
        .ifPresent(what -> answer.withData("rollback", what));
    Map<PairId, StaleRecord> stale = freshness.all();
    stale.forEach((pair, record) -> answer.withData("watched " + pair, record.sentence()));
    return answer.status(acknowledged.rollback().isEmpty() && stale.isEmpty()).build();
  }
}
