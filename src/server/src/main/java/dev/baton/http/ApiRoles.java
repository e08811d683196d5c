package dev.baton.http;

/**
 * What a caller may do, for {@code @RolesAllowed}. Stopping needs less than starting. The names are
 * in the log: renaming one breaks old data.
 */
public final class ApiRoles {

  /** Reads everything but changes nothing. */
  public static final String VIEWER = "viewer";

  /** Starts graceful operations, retries and aborts any. */
  public static final String OPERATOR = "operator";

  /** Starts forced operations. */
  public static final String INCIDENT_COMMANDER = "incident-commander";

  /** Lets a waiting operation go on. */
  public static final String APPROVER = "approver";

  /** Reads and verifies the event log. */
  public static final String AUDITOR = "auditor";

  /** Registers hosts and pairs. Like everybody who may change something, it may stop what runs. */
  public static final String ADMIN = "admin";

  private ApiRoles() {}
}
