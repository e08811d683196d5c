package dev.baton.http;

/**
 * Every problem the API can answer with, in the order of its status. The slugs are part of the API:
 * renaming one breaks clients.
 */
public enum ProblemType {
  MALFORMED_JSON("malformed-json", 400, "The body is not valid JSON"),
  UNKNOWN_FIELD("unknown-field", 400, "The body has a field that is not known here"),
  INVALID_FIELD("invalid-field", 400, "A value is missing or not usable"),
  UNKNOWN_PARAMETER("unknown-parameter", 400, "The call has no parameter of that name"),
  TIMES_REVERSED("times-reversed", 400, "The time range ends before it begins"),
  CURSOR_UNREADABLE("cursor-unreadable", 400, "That is no cursor of this API"),
  CURSOR_OF_ANOTHER_QUERY("cursor-of-another-query", 400, "The cursor is of another query"),
  EVENT_NOT_RECORDED("event-not-recorded", 400, "No event with that number is on record yet"),
  REASON_MISSING("reason-missing", 400, "Every change needs a reason"),
  IDEMPOTENCY_KEY_MISSING("idempotency-key-missing", 400, "Every change needs an Idempotency-Key"),
  UNAUTHENTICATED("unauthenticated", 401, "A valid token is needed"),
  FORBIDDEN("forbidden", 403, "This token may not do that"),
  NOT_FOUND("not-found", 404, "There is nothing here"),
  METHOD_NOT_ALLOWED("method-not-allowed", 405, "The method does not fit the path"),
  NOT_ACCEPTABLE("not-acceptable", 406, "No such representation"),
  HOST_EXISTS("host-exists", 409, "The host is registered with another endpoint"),
  PAIR_EXISTS("pair-exists", 409, "The pair is registered already"),
  PAIR_RETIRED("pair-retired", 409, "The pair was retired"),
  HOST_BOUND("host-bound", 409, "A host takes its orders from somebody else"),
  HOST_OUT("host-out", 409, "A host is out of service"),
  OPERATION_RUNNING("operation-running", 409, "The pair has an operation under way"),
  SPLIT_BRAIN("split-brain", 409, "Both sites serve, or their data went separate ways"),
  NO_SPLIT_BRAIN("no-split-brain", 409, "There is no split brain to resolve"),
  RECORD_UNREADABLE("record-unreadable", 409, "This version cannot read its events"),
  RECORD_STALE("record-stale", 409, "The event log is older than what the agents know"),
  NOTHING_TO_ADOPT("nothing-to-adopt", 409, "The event log is as new as what is known of it"),
  LOG_ROLLED_BACK("log-rolled-back", 409, "The log lost events that were acknowledged"),
  MOVE_NOT_OPEN("move-not-open", 409, "The operation is in no state for that"),
  PLAN_CHANGED("plan-changed", 409, "The approval is for another plan"),
  CALL_UNDER_WAY("call-under-way", 409, "The same call is being answered"),
  CHANGED_MEANWHILE("changed-meanwhile", 409, "Somebody else was faster"),
  PRECONDITION_FAILED("precondition-failed", 412, "It changed since you looked"),
  PLAN_DIFFERS("plan-differs", 412, "The plan is not the expected one"),
  BODY_TOO_LARGE("body-too-large", 413, "The body is too large"),
  ADDRESS_TOO_LONG("address-too-long", 414, "The address is too long"),
  UNSUPPORTED_MEDIA_TYPE("unsupported-media-type", 415, "The body must be application/json"),
  IDEMPOTENCY_KEY_REUSED("idempotency-key-reused", 422, "The Idempotency-Key was used before"),
  ALREADY_PRIMARY("already-primary", 422, "The site is primary already"),
  NOT_READY("not-ready", 422, "The pair is not ready for that"),
  DATA_LOSS_NOT_ACCEPTED("data-loss-not-accepted", 422, "The quoted data loss is not accepted"),
  PRIMARY_SERVES("primary-serves", 422, "The primary still serves"),
  FENCING_MISSING("fencing-missing", 422, "A silent host cannot be fenced"),
  ATTESTATION_CONTRADICTED("attestation-contradicted", 422, "The host shows signs of life"),
  COMMITS_WOULD_WAIT("commits-would-wait", 422, "Commits would wait for the lost primary"),
  NOTHING_TO_RECOVER("nothing-to-recover", 422, "No site is out"),
  DOCUMENTED_ORDER_REFUSED("documented-order-refused", 422, "The documented order can lose rows"),
  NOTHING_TO_PRUNE("nothing-to-prune", 422, "No data folder is kept"),
  REJOIN_UNFIT("rejoin-unfit", 422, "The database cannot follow again that way"),
  WRONG_HOME("wrong-home", 422, "The named home is not the site that writes"),
  PAIR_UNFIT("pair-unfit", 422, "These hosts do not make a pair"),
  STOPPED("stopped", 423, "Everything is stopped"),
  PRECONDITION_REQUIRED("precondition-required", 428, "This call needs an If-Match"),
  HEADERS_TOO_LARGE("headers-too-large", 431, "The headers are too large"),
  INTERNAL("internal", 500, "Something went wrong on our side"),
  DATABASE_UNAVAILABLE("database-unavailable", 503, "The control plane's database is not there"),
  PROJECTIONS_BEHIND("projections-behind", 503, "The lists are being made again"),
  HOSTS_UNREACHABLE("hosts-unreachable", 503, "A host that must answer does not");

  private final String slug;
  private final int status;
  private final String title;

  ProblemType(String slug, int status, String title) {
    this.slug = slug;
    this.status = status;
    this.title = title;
  }

  /** The stable identifier in answers, a path of its own: {@code /problems/not-ready}. */
  public String uri() {
    return "/problems/" + slug;
  }

  /** HTTP status. */
  public int status() {
    return status;
  }

  /** The title of the problem: constant per type, for people. */
  public String title() {
    return title;
  }

  /** Whether the same call may succeed a little later; the answer then carries Retry-After. */
  public boolean passing() {
    return status == 503 || this == CALL_UNDER_WAY;
  }
}
