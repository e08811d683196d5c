package dev.baton.agent.policy;

import java.util.Arrays;
import java.util.Optional;

/**
 * Every key of a policy file. {@code agent --help} prints this table.
 *
 * <p>A part is present when its first key is; then its other required keys must be there too.
 */
public enum PolicyKey {
  HOST("host", Part.AGENT, Form.NAME, "id of this host, as in its certificate: baton://host/ID"),
  LISTEN("listen", Part.AGENT, Form.ENDPOINT, "address:port to listen on; the management address"),
  CERTIFICATE("certificate", Part.AGENT, Form.PATH, "PEM file with this host's certificate chain"),
  KEY("key", Part.AGENT, Form.PATH, "PEM file with its private key (PKCS#8, EC or RSA)"),
  TRUST(
      "trust", Part.AGENT, Form.PATH, "PEM file with the certificates of the authorities trusted"),
  STATE("state", Part.AGENT, Form.PATH, "folder for journal and epochs; must outlive a reboot"),

  GUARD_TIMEOUT(
      "guard.timeout",
      Part.AGENT,
      Form.SECONDS,
      "seconds the boot guard waits for this host's role to be confirmed; default: 60"),

  ROLE_LISTEN(
      "role.listen",
      Part.AGENT,
      Form.ENDPOINT,
      "address:port of GET /role for load balancers, plain HTTP: 200 on the primary, else 503"),

  POSTGRES_DATA("postgres.data", Part.POSTGRES, Form.PATH, "data folder"),
  POSTGRES_CONFIG(
      "postgres.config",
      Part.POSTGRES,
      Form.PATH,
      "its postgresql.conf, or the folder of it, where that is outside the data folder"),
  POSTGRES_UNIT(
      "postgres.unit",
      Part.POSTGRES,
      Form.UNIT,
      "its service of systemd, by which it is started and stopped then"),
  POSTGRES_BIN("postgres.bin", Part.POSTGRES, Form.PATH, "folder of the server's programs"),
  POSTGRES_USER("postgres.user", Part.POSTGRES, Form.NAME, "operating system user it runs as"),
  POSTGRES_PORT("postgres.port", Part.POSTGRES, Form.PORT, "its port"),
  POSTGRES_SOCKET("postgres.socket", Part.POSTGRES, Form.PATH, "folder of its unix socket"),
  POSTGRES_LOG("postgres.log", Part.POSTGRES, Form.PATH, "file its output is added to"),
  REPLICATION_USER(
      "postgres.replication.user", Part.POSTGRES, Form.NAME, "role that follows the other server"),
  REPLICATION_OPTIONS(
      "postgres.replication.options",
      Part.POSTGRES,
      Form.OPTIONS,
      "for every connection to the other server, TLS for example: sslmode=verify-full"
          + " sslrootcert=/etc/ssl/ca.pem; not where it goes, nor as whom"),
  PASSFILE("postgres.passfile", Part.POSTGRES, Form.PATH, "password file of postgres.user"),
  POSTGRES_STOP_TIMEOUT(
      "postgres.stop.timeout",
      Part.POSTGRES,
      Form.SECONDS,
      "seconds that a graceful switch waits for its stop, and then for the standby to have all of"
          + " it, before it gives service back; default: 10"),
  SLOTS_CARRY(
      "postgres.slots.carry",
      Part.POSTGRES,
      Form.SLOTS,
      "physical slots of others that a graceful switch makes on the other database before, and"
          + " drops here after"),
  DRILL_FOLDER(
      "postgres.drill.folder",
      Part.POSTGRES,
      Form.PATH,
      "for the throw-away copy of a drill; default: postgres.data with .drill behind it"),
  DRILL_PORT(
      "postgres.drill.port", Part.POSTGRES, Form.PORT, "of that copy; default: postgres.port + 1"),
  DRILL_LISTEN(
      "postgres.drill.listen",
      Part.POSTGRES,
      Form.ADDRESS,
      "where application.drill reaches that copy; default: nowhere, its socket only"),

  HEALTH("application.health", Part.APPLICATION, Form.URL, "answers 200 when up, 503 when booting"),
  READY(
      "application.ready",
      Part.APPLICATION,
      Form.CHECK,
      "asked when it is started and healthy: a URL that answers 200, or a command that ends with 0,"
          + " once it does its work"),
  REQUIRES(
      "application.requires",
      Part.APPLICATION,
      Form.PATHS,
      "files that its account must be able to read, and that are not empty, before it is started"),
  APPLICATION_NAME("application.name", Part.APPLICATION, Form.NAME, "what to call it in messages"),
  APPLICATION_UNIT(
      "application.unit",
      Part.APPLICATION,
      Form.UNIT,
      "its service of systemd; then no start, stop, status and kill commands"),
  START("application.start", Part.APPLICATION, Form.COMMAND, "program and words that start it"),
  STOP("application.stop", Part.APPLICATION, Form.COMMAND, "stops it in good order"),
  STOP_TIMEOUT(
      "application.stop.timeout",
      Part.APPLICATION,
      Form.SECONDS,
      "seconds that requests under way get until its port is closed, and its process to end then;"
          + " after that it is killed; default: 10; a switch takes 20 for more than that"),
  STATUS("application.status", Part.APPLICATION, Form.COMMAND, "exit 0: runs, 3: stopped"),
  KILL(
      "application.kill",
      Part.APPLICATION,
      Form.COMMAND,
      "ends it at once; else its pid is killed"),
  DRILL(
      "application.drill",
      Part.APPLICATION,
      Form.COMMAND,
      "starts and stops it on a copy, given as last words: host port"),
  APPLICATION_USER("application.user", Part.APPLICATION, Form.NAME, "user for these commands"),
  VERSION("application.version", Part.APPLICATION, Form.URL, "GoCD version API"),
  MAINTENANCE("application.maintenance", Part.APPLICATION, Form.URL, "GoCD maintenance mode API"),
  DRAIN(
      "application.drain",
      Part.APPLICATION,
      Form.COMMAND,
      "has it finish its work and take no more; exit 0: done, 3: it cannot now"),
  UNDRAIN("application.undrain", Part.APPLICATION, Form.COMMAND, "has it work again"),
  DRAIN_TIMEOUT(
      "application.drain.timeout",
      Part.APPLICATION,
      Form.SECONDS,
      "seconds a drain may take, and application.undrain too; both fit into 300 s; default: 240"),
  DRAIN_JOBS(
      "application.drain.jobs",
      Part.APPLICATION,
      Form.JOBS,
      "GoCD's running jobs: wait until they have ended, or take them along, as they continue on"
          + " their agents; default: wait"),
  QUIET_IGNORE(
      "application.quiet.ignore",
      Part.APPLICATION,
      Form.TABLES,
      "what it may write when it is drained: DATABASE.SCHEMA.TABLE, * for anything, parted by"
          + " blanks"),
  PROVE(
      "application.prove",
      Part.APPLICATION,
      Form.COMMAND,
      "shows by writing that it works, after a start on the new side; exit 0: it does"),
  AUTHORITY(
      "application.authority",
      Part.APPLICATION,
      Form.PATH,
      "PEM file with the authorities of its https URLs; default: those that Java trusts"),
  TOKEN_PLAIN(
      "application.token.plain",
      Part.APPLICATION,
      Form.YES,
      "the token may go over plain HTTP to another host"),
  TOKEN_FILE("application.token.file", Part.APPLICATION, Form.PATH, "file with its access token"),
  APPLICATION_LOG("application.log", Part.APPLICATION, Form.PATH, "quoted when it fails to start"),
  APPLICATION_PORT(
      "application.port", Part.APPLICATION, Form.PORT, "its port at the pair's address"),

  ADDRESS_IP("address.ip", Part.ADDRESS, Form.PLACE, "the pair's address"),
  ADDRESS_PREFIX(
      "address.prefix", Part.ADDRESS, Form.PREFIX, "its prefix length; IPv4 has 1 to 32"),
  ADDRESS_DEVICE("address.device", Part.ADDRESS, Form.NAME, "network device that carries it"),
  ADDRESS_ASSIGN(
      "address.assign",
      Part.ADDRESS,
      Form.COMMAND,
      "moves it to this host, instead of prefix and device; gets address.ip as last word"),
  ADDRESS_RELEASE(
      "address.release", Part.ADDRESS, Form.COMMAND, "takes it off this host, as address.assign"),
  ADDRESS_PROBE(
      "address.probe",
      Part.ADDRESS,
      Form.COMMAND,
      "exit 0: this host holds it, 3: it does not, 4: somebody outside the pair does"),
  ADDRESS_TIMEOUT(
      "address.timeout",
      Part.ADDRESS,
      Form.SECONDS,
      "seconds one of these commands may take; default: 15"),

  FENCE(
      "fence.command",
      Part.FENCE,
      Form.COMMAND,
      "switches another host off; gets its name as last word"),
  FENCE_TIMEOUT("fence.timeout", Part.FENCE, Form.SECONDS, "seconds it may take; default 60"),

  HOOK_BEFORE_CLOSE(
      "hook.before-close",
      Part.HOOK,
      Form.COMMAND,
      "run before anything of a switch is done; gets as last words: before-close, and what becomes of this site, primary or"
          + " standby"),
  HOOK_BEFORE_CLOSE_FAILURE(
      "hook.before-close.failure",
      Part.HOOK,
      Form.FAILURE,
      "what follows when it fails: refuse takes the switch back, pause waits for a person, ignore goes on; default: refuse"),
  HOOK_BEFORE_CLOSE_TIMEOUT(
      "hook.before-close.timeout",
      Part.HOOK,
      Form.SECONDS,
      "seconds it may take, up to 600; default: 60"),

  HOOK_AFTER_OPEN(
      "hook.after-open",
      Part.HOOK,
      Form.COMMAND,
      "run when service is open again; gets as last words: after-open, and what becomes of this site, primary or"
          + " standby"),
  HOOK_AFTER_OPEN_FAILURE(
      "hook.after-open.failure",
      Part.HOOK,
      Form.LATE_FAILURE,
      "what follows when it fails: pause waits for a person, ignore goes on; default: ignore"),
  HOOK_AFTER_OPEN_TIMEOUT(
      "hook.after-open.timeout",
      Part.HOOK,
      Form.SECONDS,
      "seconds it may take, up to 600; default: 60"),

  HOOK_AFTER_RESTORE(
      "hook.after-restore",
      Part.HOOK,
      Form.COMMAND,
      "run when the other site follows again; gets as last words: after-restore, and what becomes of this site, primary or"
          + " standby"),
  HOOK_AFTER_RESTORE_FAILURE(
      "hook.after-restore.failure",
      Part.HOOK,
      Form.LATE_FAILURE,
      "what follows when it fails: pause waits for a person, ignore goes on; default: ignore"),
  HOOK_AFTER_RESTORE_TIMEOUT(
      "hook.after-restore.timeout",
      Part.HOOK,
      Form.SECONDS,
      "seconds it may take, up to 600; default: 60"),

  FILES_USER(
      "files.user",
      Part.FILES,
      Form.NAME,
      "account the files belong to; default: the owner of their folder");

  /** Which part of the host a key belongs to. */
  public enum Part {
    AGENT,
    POSTGRES,
    APPLICATION,
    ADDRESS,
    FENCE,
    HOOK,
    FILES
  }

  private final String text;
  private final Part part;
  private final Form form;
  private final String meaning;

  PolicyKey(String text, Part part, Form form, String meaning) {
    this.text = text;
    this.part = part;
    this.form = form;
    this.meaning = meaning;
  }

  public String text() {
    return text;
  }

  public Part part() {
    return part;
  }

  public Form form() {
    return form;
  }

  public String meaning() {
    return meaning;
  }

  /** Whether it may be left out, or empty, in a part that is present. */
  public boolean optional() {
    return switch (this) {
      case KILL, APPLICATION_USER, VERSION, MAINTENANCE, TOKEN_FILE, APPLICATION_LOG -> true;
      case APPLICATION_PORT, APPLICATION_NAME, FENCE_TIMEOUT, FILES_USER, GUARD_TIMEOUT -> true;
      case DRILL_FOLDER, DRILL_PORT, DRILL_LISTEN, DRILL, POSTGRES_CONFIG, SLOTS_CARRY -> true;
      case POSTGRES_STOP_TIMEOUT, REPLICATION_OPTIONS -> true;
      case POSTGRES_UNIT,
          APPLICATION_UNIT,
          DRAIN,
          UNDRAIN,
          DRAIN_TIMEOUT,
          DRAIN_JOBS,
          ROLE_LISTEN ->
          true;
      case STOP_TIMEOUT, AUTHORITY, TOKEN_PLAIN, READY, REQUIRES, QUIET_IGNORE, PROVE -> true;
      case ADDRESS_ASSIGN, ADDRESS_RELEASE, ADDRESS_PROBE, ADDRESS_TIMEOUT -> true;
      case HOOK_BEFORE_CLOSE, HOOK_BEFORE_CLOSE_FAILURE, HOOK_BEFORE_CLOSE_TIMEOUT -> true;
      case HOOK_AFTER_OPEN, HOOK_AFTER_OPEN_FAILURE, HOOK_AFTER_OPEN_TIMEOUT -> true;
      case HOOK_AFTER_RESTORE, HOOK_AFTER_RESTORE_FAILURE, HOOK_AFTER_RESTORE_TIMEOUT -> true;
      default -> false;
    };
  }

  /** The key that stands instead of this one, if there is such a key: never beside it. */
  Optional<PolicyKey> instead() {
    return switch (this) {
      case START, STOP, STATUS, KILL -> Optional.of(APPLICATION_UNIT);
      case ADDRESS_PREFIX, ADDRESS_DEVICE -> Optional.of(ADDRESS_ASSIGN);
      default -> Optional.empty();
    };
  }

  static Optional<PolicyKey> named(String text) {
    return Arrays.stream(values()).filter(key -> key.text.equals(text)).findFirst();
  }

  /**
   * The key whose presence makes the part present; files have none of a fixed name, and each hook
   * stands alone.
   */
  public static Optional<PolicyKey> opening(Part part) {
    return part == Part.FILES || part == Part.HOOK
        ? Optional.empty()
        : Arrays.stream(values()).filter(key -> key.part == part).findFirst();
  }
}
