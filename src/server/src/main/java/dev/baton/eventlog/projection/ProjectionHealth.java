package dev.baton.eventlog.projection;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Says in {@code /q/health} how far a rebuild is. Not ready while lists are answered with 503; one
 * beside the tables in use keeps nobody from reading.
 */
@Readiness
@ApplicationScoped
class ProjectionHealth implements HealthCheck {

  private final Projector projector;

  ProjectionHealth(Projector projector) {
    this.projector = projector;
  }

  @Override
  public HealthCheckResponse call() {
    var answer = HealthCheckResponse.named("projections");
    projector
        .behind()
        .or(projector::beside)
        .map(RebuildProgress::sentence)
        .ifPresent(what -> answer.withData("rebuild", what));
    return answer.status(projector.behind().isEmpty()).build();
  }
}
