package dev.baton.operation.api;

import static dev.baton.http.ApiRoles.ADMIN;
import static dev.baton.http.ApiRoles.APPROVER;
import static dev.baton.http.ApiRoles.INCIDENT_COMMANDER;
import static dev.baton.http.ApiRoles.OPERATOR;

import dev.baton.pair.Move;
import java.util.Collections;
import java.util.Set;

/** Who may make which move, as the resources demand it: held to their annotations by a test. */
final class MoveRoles {

  private MoveRoles() {}

  /** Whether somebody with these roles may make it. */
  static boolean allow(Move move, Set<String> roles) {
    return !Collections.disjoint(of(move), roles);
  }

  static Set<String> of(Move move) {
    return switch (move) {
      case APPROVE -> Set.of(APPROVER);
      case PAUSE, ABORT -> Set.of(OPERATOR, INCIDENT_COMMANDER, APPROVER, ADMIN);
      case RESUME, RETRY -> Set.of(OPERATOR, INCIDENT_COMMANDER);
      case SKIP, ESCALATE -> Set.of(INCIDENT_COMMANDER);
    };
  }
}
