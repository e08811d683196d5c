package dev.baton.http.document;

import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem.HttpMethod;

/**
 * What decides how a call can end, whatever it is about.
 *
 * @param changing whether it changes something, and so has an {@code Idempotency-Key}
 * @param named whether its path names something, which may not be there
 * @param recorded whether what its path names is read out of the event log
 * @param viewed whether it is refused without the ETag of what its path names
 * @param withBody whether it has a body
 */
record CallShape(
    boolean changing, boolean named, boolean recorded, boolean viewed, boolean withBody) {

  static CallShape of(String path, HttpMethod method, Operation operation, boolean viewed) {
    return new CallShape(
        // A precheck asks the hosts, which a GET must not cost; it changes nothing.
        method != HttpMethod.GET && !path.endsWith("/prechecks"),
        path.contains("{"),
        path.contains("{pair}") || path.contains("{operation}"),
        viewed,
        operation.getRequestBody() != null);
  }

  /** Whether it may say what it last saw of what its path names. */
  boolean takesView() {
    return changing && named;
  }

  /** Whether a problem of that status can come of it. */
  boolean mayEndWith(int status) {
    return switch (status) {
      case 404 -> named;
      case 409 -> changing || recorded;
      case 412, 423 -> takesView();
      case 413, 415 -> withBody;
      case 422 -> changing;
      case 428 -> viewed;
      default -> true;
    };
  }
}
