package dev.baton.access;

import dev.baton.http.Caller;
import dev.baton.http.Problem;
import dev.baton.http.ProblemType;
import dev.baton.http.ProblemWriter;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lets a call in by the token in its Authorization header, and answers the ones it turns away. */
@ApplicationScoped
class BearerTokens implements HttpAuthenticationMechanism {

  private static final String SCHEME = "Bearer ";
  private static final String CHALLENGE = "Bearer realm=\"baton\"";

  private final Tokens tokens;
  private final AccessLog log;
  private final ProblemWriter problems;

  BearerTokens(Tokens tokens, AccessLog log, ProblemWriter problems) {
    this.tokens = tokens;
    this.log = log;
    this.problems = problems;
  }

  @Override
  public Uni<SecurityIdentity> authenticate(RoutingContext call, IdentityProviderManager ignored) {
    String header = call.request().getHeader("Authorization");
    if (header == null) {
      return Uni.createFrom().optional(Optional.empty());
    }
    return bearer(header)
        .flatMap(tokens::find)
        .map(token -> Uni.createFrom().item(identity(token)))
        .orElseGet(() -> Uni.createFrom().failure(new AuthenticationFailedException()));
  }

  @Override
  public Uni<ChallengeData> getChallenge(RoutingContext call) {
    return Uni.createFrom().item(new ChallengeData(401, "WWW-Authenticate", CHALLENGE));
  }

  /** Called for a call without a token and for one with a wrong token. */
  @Override
  public Uni<Boolean> sendChallenge(RoutingContext call) {
    String why =
        call.request().getHeader("Authorization") == null
            ? "The call has no token."
            : "The token is not one of this installation.";
    log.callDenied(call, Caller.of(call, null), 401, why);
    Problem problem =
        Problem.of(
            ProblemType.UNAUTHENTICATED,
            why
                + " Give the header 'Authorization: Bearer TOKEN'; the token stands in the file"
                + " admin.token (or viewer.token) in the control plane's data folder.");
    call.response().putHeader("WWW-Authenticate", CHALLENGE);
    return Uni.createFrom()
        .completionStage(problems.write(call, problem).toCompletionStage())
        .replaceWith(true);
  }

  /** The scheme's name is not case-sensitive, RFC 9110 section 11.1. */
  private static Optional<String> bearer(@Nullable String header) {
    return Optional.ofNullable(header)
        .filter(h -> h.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
        .map(h -> h.substring(SCHEME.length()).strip());
  }

  private static SecurityIdentity identity(Token token) {
    return QuarkusSecurityIdentity.builder()
        .setPrincipal(new QuarkusPrincipal(token.name()))
        .addRoles(token.roles())
        .addAttribute(Caller.CREDENTIAL, token.fingerprint())
        .build();
  }
}
