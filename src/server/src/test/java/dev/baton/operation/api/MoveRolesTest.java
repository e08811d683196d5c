package dev.baton.operation.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.http.ApiRoles;
import dev.baton.http.IfMatchRequired;
import dev.baton.pair.Move;
import dev.baton.switchover.EscalationResource;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Path;
import java.lang.reflect.Method;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MoveRolesTest {

  @ParameterizedTest
  @EnumSource
  void areThoseThatTheCallDemands(Move move) {
    assertThat(call(move).getAnnotation(RolesAllowed.class).value())
        .containsExactlyInAnyOrderElementsOf(MoveRoles.of(move));
  }

  @ParameterizedTest
  @EnumSource
  void readersAreToldWhichOneNeedsAView(Move move) {
    assertThat(call(move).isAnnotationPresent(IfMatchRequired.class)).isEqualTo(move.needsView());
  }

  private static Method call(Move move) {
    return Stream.of(OperationResource.class, EscalationResource.class)
        .flatMap(type -> Stream.of(type.getDeclaredMethods()))
        .filter(method -> method.isAnnotationPresent(RolesAllowed.class))
        .filter(method -> path(method).endsWith("/" + move.word()))
        .findFirst()
        .orElseThrow();
  }

  private static String path(Method method) {
    Path own = method.getAnnotation(Path.class);
    return own == null ? method.getDeclaringClass().getAnnotation(Path.class).value() : own.value();
  }

  @ParameterizedTest
  @EnumSource
  void viewerMayMakeNone(Move move) {
    assertThat(MoveRoles.allow(move, Set.of(ApiRoles.VIEWER))).isFalse();
  }

  @Test
  void whoeverMayChangeAnythingMayStop() {
    for (String role : Set.of(ApiRoles.OPERATOR, ApiRoles.APPROVER, ApiRoles.ADMIN)) {
      assertThat(MoveRoles.allow(Move.ABORT, Set.of(role))).isTrue();
    }
  }
}
