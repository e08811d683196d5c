package dev.baton.http;

import dev.baton.eventlog.ProjectionsBehindException;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.sql.SQLException;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Fails on purpose, as calls do when what is below them fails. */
@Path("/v1/failing")
public class FailingResource {

  @GET
  @Path("{how}")
  @RolesAllowed(ApiRoles.VIEWER)
  @Operation(hidden = true)
  public String fail(@PathParam("how") String how) throws Exception {
    throw switch (how) {
      case "connection-refused" -> new SQLException("Connection to db:5432 refused", "08001");
      case "shutting-down" ->
          new IllegalStateException(
              "could not prepare", new SQLException("terminating connection", "57P01"));
      case "pool-exhausted" ->
          new RuntimeException(new SQLException("Sorry, acquisition timeout!"));
      case "disk-full" ->
          new IllegalStateException(
              "could not append",
              new SQLException("could not extend file \"base/1/2619\"", "53100"));
      case "no-space" ->
          new SQLException(
              "could not write to file \"pg_wal/xlogtemp.7\": No space left on device", "58030");
      case "projections-behind" ->
          new ProjectionsBehindException("rebuilding projections, 3 of 9 events");
      case "bad-statement" -> new SQLException("syntax error in SELECT secret", "42601");
      default -> new IllegalStateException("secret internals");
    };
  }
}
