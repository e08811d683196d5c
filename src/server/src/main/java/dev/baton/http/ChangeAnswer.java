package dev.baton.http;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Optional;

/**
 * What a changing call is answered, so that whoever decides it need not know how answers travel.
 *
 * @param location path of what came to be or is to be followed, told as it is; empty when the body
 *     is all
 * @param version of what is answered, as {@code ETag}; empty when it has none
 * @param body written as JSON
 */
public record ChangeAnswer(
    int status, Optional<String> location, Optional<Long> version, Object body) {

  /** 200: done, and nothing to follow. */
  public static ChangeAnswer ok(Object body) {
    return new ChangeAnswer(200, Optional.empty(), Optional.empty(), body);
  }

  /** 201: it is there now, and what is shown of it has no version. */
  public static ChangeAnswer created(String location, Object body) {
    return created(location, Optional.empty(), body);
  }

  /** 201: it is there now. */
  public static ChangeAnswer created(String location, Optional<Long> version, Object body) {
    return new ChangeAnswer(201, Optional.of(location), version, body);
  }

  /** 202: it is on record, and to be followed at its location. */
  public static ChangeAnswer accepted(String location, long version, Object body) {
    return new ChangeAnswer(202, Optional.of(location), Optional.of(version), body);
  }

  /** 202: it is in force, and goes on record by itself later. */
  public static ChangeAnswer unrecorded(Object body) {
    return new ChangeAnswer(202, Optional.empty(), Optional.empty(), body);
  }

  /** This answer with the address of what it is about. */
  public ChangeAnswer at(String path) {
    return new ChangeAnswer(status, Optional.of(path), version, body);
  }

  Response toResponse() {
    Response.ResponseBuilder answer = Response.status(status).entity(body);
    // As text: a URI would be completed with whatever host the call named.
    location.ifPresent(path -> answer.header(HttpHeaders.LOCATION, path));
    version.ifPresent(number -> answer.tag(Long.toString(number)));
    if (status == 202) {
      answer.header(HttpHeaders.RETRY_AFTER, 1);
    }
    return answer.build();
  }
}
