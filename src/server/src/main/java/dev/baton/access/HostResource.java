package dev.baton.access;

import dev.baton.eventlog.DuplicateKeyException;
import dev.baton.eventlog.EventLog;
import dev.baton.eventlog.RecordedEvent;
import dev.baton.eventlog.StaleVersionException;
import dev.baton.eventlog.StreamId;
import dev.baton.http.ApiRoles;
import dev.baton.http.ChangeAnswer;
import dev.baton.http.ChangeCall;
import dev.baton.http.Fields;
import dev.baton.http.IdempotentCalls;
import dev.baton.http.ListPage;
import dev.baton.http.Problem;
import dev.baton.http.ProblemException;
import dev.baton.http.ProblemType;
import dev.baton.http.request.ListParameters;
import dev.baton.pair.HostEvent.HostRegistered;
import dev.baton.pair.HostId;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Makes hosts known; the address a registered agent has is where orders go. */
@Path("/v1/hosts")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "hosts", description = "Machines with one agent each")
public class HostResource {

  private final EventLog log;
  private final IdempotentCalls idempotent;
  private final HostRegistry hostRegistry;

  HostResource(EventLog log, IdempotentCalls idempotent, HostRegistry hostRegistry) {
    this.log = log;
    this.idempotent = idempotent;
    this.hostRegistry = hostRegistry;
  }

  /** A page of them. */
  @Schema(description = "A page of hosts")
  record Hosts(
      @Schema(description = "In the order of their registration") List<HostView> hosts,
      @Nullable String next) {}

  @GET
  @RolesAllowed(ApiRoles.VIEWER)
  @Operation(
      operationId = "listHosts",
      summary = "All hosts, in the order of their registration",
      description = "A host never changes, and none goes away.")
  public Hosts list(@BeanParam ListParameters parameters) {
    ListPage<HostView> page = parameters.page("hosts", hostRegistry.views(), HostView::host);
    return new Hosts(page.items(), page.next());
  }

  @GET
  @Path("{host}")
  @RolesAllowed(ApiRoles.VIEWER)
  @Operation(
      operationId = "getHost",
      summary = "One host",
      description = "Where its agent listens; how it is stands in the status of its pair.")
  public HostView get(@PathParam("host") String host) {
    return hostRegistry
        .view(Fields.named("host", host, HostId::new))
        .orElseThrow(() ->
            ProblemException.notFound(
                "No host '%s' is registered; GET /v1/hosts lists those that are.".formatted(host)));
  }

  @POST
  @RolesAllowed(ApiRoles.ADMIN)
  @Operation(
      operationId = "registerHost",
      summary = "Make a host known",
      description =
          "Its agent is not asked yet. Registering it again with the same endpoint changes"
              + " nothing; with another one it is refused.")
  @APIResponseSchema(
      value = HostView.class,
      responseCode = "201",
      responseDescription = "It is registered")
  @APIResponse(
      responseCode = "200",
      description = "It was registered before, with the same endpoint",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = HostView.class)))
  public Response post(@Nullable HostRegistration body) {
    return idempotent.once(body, this::register, HostResource::created);
  }

  private ChangeAnswer register(HostRegistration body, ChangeCall call)
      throws StaleVersionException, DuplicateKeyException {
    HostId host = Fields.required("host", body.host(), HostId::new);
    Endpoint endpoint = Fields.required("endpoint", body.endpoint(), Endpoint::new);
    Optional<RecordedEvent> known = log.read(StreamId.of(host), 0).stream().findFirst();
    if (known.isPresent()) {
      return registeredBefore(known.get(), endpoint, call);
    }
    return created(
        log.append(
                StreamId.of(host),
                0,
                List.of(new HostRegistered(host, endpoint.text())),
                call.context(0))
            .getFirst());
  }

  private static ChangeAnswer registeredBefore(
      RecordedEvent known, Endpoint endpoint, ChangeCall call) {
    if (known.context().idempotency().key().equals(Optional.of(call.key()))) {
      return created(known); // this very call, sent twice at once, and the other one was faster
    }
    HostView host = HostView.of(known, (HostRegistered) known.event());
    if (!host.endpoint().equals(endpoint.text())) {
      throw new ProblemException(
          Problem.of(
                  ProblemType.HOST_EXISTS,
                  "Host '%s' is registered with the endpoint %s; repeat the call with that one, or"
                          .formatted(host.host(), host.endpoint())
                      + " register the other machine under its own name.")
              .with("registered", host));
    }
    return ChangeAnswer.ok(host).at(addressOf(host));
  }

  private static ChangeAnswer created(RecordedEvent first) {
    HostView host = HostView.of(first, (HostRegistered) first.event());
    return ChangeAnswer.created(addressOf(host), host);
  }

  private static String addressOf(HostView host) {
    return "/v1/hosts/" + host.host();
  }
}
