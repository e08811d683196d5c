package dev.baton.agent.policy;

import java.util.Arrays;
import java.util.Optional;

/**
 * Every key of a policy file. {@code agent --help} prints this table.
 *
 * <p>A part is present when its first key is; then its other required keys must be there too.
 */
public enum PolicyKey {
  HOST("host", Part.AGENT, Kind.NAME, "id of this host, as in its certificate: baton://host/ID"),
  LISTEN("listen", Part.AGENT, Kind.ENDPOINT, "address:port to listen on; the management address"),
  CERTIFICATE("certificate", Part.AGENT, Kind.PATH, "PEM file with this host's certificate chain"),
  KEY("key", Part.AGENT, Kind.PATH, "PEM file with its private key (PKCS#8, EC or RSA)"),
  TRUST(
      "trust", Part.AGENT, Kind.PATH, "PEM file with the certificates of the authorities trusted"),
  STATE("state", Part.AGENT, Kind.PATH, "folder for journal and epochs; must outlive a reboot"),

  GUARD_TIMEOUT(
      "guard.timeout",
      Part.AGENT,
      Kind.SECONDS,
      "seconds the boot guard waits for this host's role to be confirmed; default: 60"),

  ROLE_LISTEN(
      "role.listen",
      Part.AGENT,
      Kind.ENDPOINT,
      "address:port of GET /role for load balancers, plain HTTP: 200 on the primary, else 503"),

  POSTGRES_DATA("postgres.data", Part.POSTGRES, Kind.PATH, "data folder"),
  POSTGRES_CONFIG(
      "postgres.config",
      Part.POSTGRES,
      Kind.PATH,
      "its postgresql.conf, or the folder of it, where that is outside the data folder"),
  POSTGRES_UNIT(
      "postgres.unit",
      Part.POSTGRES,
      Kind.UNIT,
      "its service of systemd, by which it is started and stopped then"),
  POSTGRES_BIN("postgres.bin", Part.POSTGRES, Kind.PATH, "folder of the server's programs"),
  POSTGRES_USER("postgres.user", Part.POSTGRES, Kind.NAME, "operating system user it runs as"),
  POSTGRES_PORT("postgres.port", Part.POSTGRES, Kind.PORT, "its port"),
  POSTGRES_SOCKET("postgres.socket", Part.POSTGRES, Kind.PATH, "folder of its unix socket"),
  POSTGRES_LOG("postgres.log", Part.POSTGRES, Kind.PATH, "file its output is added to"),
  REPLICATION_USER(
      "postgres.replication.user", Part.POSTGRES, Kind.NAME, "role that follows the other server"),
  PASSFILE("postgres.passfile", Part.POSTGRES, Kind.PATH, "password file of postgres.user"),
  DRILL_FOLDER(
      "postgres.drill.folder",
      Part.POSTGRES,
      Kind.PATH,
      "for the throw-away copy of a drill; default: postgres.data with .drill behind it"),
  DRILL_PORT(
      "postgres.drill.port", Part.POSTGRES, Kind.PORT, "of that copy; default: postgres.port + 1"),
  DRILL_LISTEN(
      "postgres.drill.listen",
      Part.POSTGRES,
      Kind.ADDRESS,
      "where application.drill reaches that copy; default: nowhere, its socket only"),

  HEALTH("application.health", Part.APPLICATION, Kind.URL, "answers 200 when up, 503 when booting"),
  READY(
      "application.ready",
      Part.APPLICATION,
      Kind.CHECK,
      "asked when it is started and healthy: a URL that answers 200, or a command that ends with 0,"
          + " once it does its work"),
  APPLICATION_NAME("application.name", Part.APPLICATION, Kind.NAME, "what to call it in messages"),
  APPLICATION_UNIT(
      "application.unit",
      Part.APPLICATION,
      Kind.UNIT,
      "its service of systemd; then no start, stop, status and kill commands"),
  START("application.start", Part.APPLICATION, Kind.COMMAND, "program and words that start it"),
  STOP("application.stop", Part.APPLICATION, Kind.COMMAND, "stops it in good order"),
  STOP_TIMEOUT(
      "application.stop.timeout",
      Part.APPLICATION,
      Kind.SECONDS,
      "seconds that requests under way get until its port is closed, and its process to end then;"
          + " after that it is killed; default: 10; a switch takes 20 for more than that"),
  STATUS("application.status", Part.APPLICATION, Kind.COMMAND, "exit 0: runs, 3: stopped"),
  KILL(
      "application.kill",
      Part.APPLICATION,
      Kind.COMMAND,
      "ends it at once; else its pid is killed"),
  DRILL(
      "application.drill",
      Part.APPLICATION,
      Kind.COMMAND,
      "starts and stops it on a copy, given as last words: host port"),
  APPLICATION_USER("application.user", Part.APPLICATION, Kind.NAME, "user for these commands"),
  VERSION("application.version", Part.APPLICATION, Kind.URL, "GoCD version API"),
  MAINTENANCE("application.maintenance", Part.APPLICATION, Kind.URL, "GoCD maintenance mode API"),
  DRAIN(
      "application.drain",
      Part.APPLICATION,
      Kind.COMMAND,
      "has it finish its work and take no more; exit 0: done, 3: it cannot now"),
  UNDRAIN("application.undrain", Part.APPLICATION, Kind.COMMAND, "has it work again"),
  DRAIN_TIMEOUT(
      "application.drain.timeout",
      Part.APPLICATION,
      Kind.SECONDS,
      "seconds application.drain may take, and application.undrain too; both fit into 300 s;"
          + " default: 240"),
  QUIET_IGNORE(
      "application.quiet.ignore",
      Part.APPLICATION,
      Kind.TABLES,
      "what it may write when it is drained: DATABASE.SCHEMA.TABLE, * for anything, parted by"
          + " blanks"),
  PROVE(
      "application.prove",
      Part.APPLICATION,
      Kind.COMMAND,
      "shows by writing that it works, after a start on the new side; exit 0: it does"),
  AUTHORITY(
      "application.authority",
      Part.APPLICATION,
      Kind.PATH,
      "PEM file with the authorities of its https URLs; default: those that Java trusts"),
  TOKEN_PLAIN(
      "application.token.plain",
      Part.APPLICATION,
      Kind.YES,
      "the token may go over plain HTTP to another host"),
  TOKEN_FILE("application.token.file", Part.APPLICATION, Kind.PATH, "file with its access token"),
  APPLICATION_LOG("application.log", Part.APPLICATION, Kind.PATH, "quoted when it fails to start"),
  APPLICATION_PORT(
      "application.port", Part.APPLICATION, Kind.PORT, "its port at the pair's address"),

  ADDRESS_IP("address.ip", Part.ADDRESS, Kind.ADDRESS, "the pair's address (IPv4)"),
  ADDRESS_PREFIX("address.prefix", Part.ADDRESS, Kind.PREFIX, "its prefix length, 1 to 32"),
  ADDRESS_DEVICE("address.device", Part.ADDRESS, Kind.NAME, "network device that carries it"),

  FENCE(
      "fence.command",
      Part.FENCE,
      Kind.COMMAND,
      "switches another host off; gets its name as last word"),
  FENCE_TIMEOUT("fence.timeout", Part.FENCE, Kind.SECONDS, "seconds it may take; default 60"),

  FILES_USER(
      "files.user",
      Part.FILES,
      Kind.NAME,
      "account the files belong to; default: the owner of their folder");

  /** Which part of the host a key belongs to. */
  public enum Part {
    AGENT,
    POSTGRES,
    APPLICATION,
    ADDRESS,
    FENCE,
    FILES
  }

  /** What a value must look like, as a pattern and in words. */
  public enum Kind {
    UNIT(
        "[A-Za-z0-9:_][A-Za-z0-9:_.@\\\\-]{0,200}\\.service",
        "the whole name of a service, NAME.service"),
    NAME("[A-Za-z0-9_][A-Za-z0-9_.@-]{0,62}", "letters, digits and _ . @ -"),
    PATH("/[^\\s'\"\\\\]*[^\\s'\"\\\\/]", "an absolute path without blanks or quotes"),
    ENDPOINT("[0-9a-zA-Z.-]+:(0|" + Kind.PORTS + ")", "address:port"),
    PORT(Kind.PORTS, "a port number"),
    SECONDS("[1-9][0-9]{0,4}", "a number of seconds, 1 to 99999"),
    URL(Kind.PLACE, "an http:// or https:// URL with a path"),
    CHECK(
        Kind.PLACE + "|" + Kind.WORDS,
        "an http:// or https:// URL with a path, or an absolute program path and its words"),
    TABLES(Kind.TABLE + "( +" + Kind.TABLE + ")*", "names DATABASE.SCHEMA.TABLE parted by blanks"),
    YES("yes", "the word yes"),
    COMMAND(Kind.WORDS, "an absolute program path and its words"),
    ADDRESS("(" + Kind.OCTET + "\\.){3}" + Kind.OCTET, "an IPv4 address"),
    PREFIX("[1-9]|[12][0-9]|3[0-2]", "a number from 1 to 32");

    // The characters of RFC 3986, so that what fits is a URL for Java too.
    private static final String PLACE =
        "https?://[0-9a-zA-Z.-]+(:[0-9]{1,5})?/[-0-9a-zA-Z._~:/?@!$&'()*+,;=%]*";
    private static final String TABLE = "[^\\s.]+\\.[^\\s.]+\\.[^\\s.]+";
    private static final String WORDS = "/\\S+( +\\S+)*";
    private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1?[0-9]{1,2})";
    private static final String PORTS =
        "([1-9][0-9]{0,3}|[1-5][0-9]{4}|6([0-4][0-9]{3}|5([0-4][0-9]{2}|5([0-2][0-9]|3[0-5]))))";

    private final String pattern;
    private final String words;

    Kind(String pattern, String words) {
      this.pattern = pattern;
      this.words = words;
    }

    public boolean fits(String value) {
      return value.matches(pattern);
    }

    public String words() {
      return words;
    }
  }

  private final String text;
  private final Part part;
  private final Kind kind;
  private final String meaning;

  PolicyKey(String text, Part part, Kind kind, String meaning) {
    this.text = text;
    this.part = part;
    this.kind = kind;
    this.meaning = meaning;
  }

  public String text() {
    return text;
  }

  public Part part() {
    return part;
  }

  public Kind kind() {
    return kind;
  }

  public String meaning() {
    return meaning;
  }

  /** Whether it may be left out, or empty, in a part that is present. */
  public boolean optional() {
    return switch (this) {
      case KILL, APPLICATION_USER, VERSION, MAINTENANCE, TOKEN_FILE, APPLICATION_LOG -> true;
      case APPLICATION_PORT, APPLICATION_NAME, FENCE_TIMEOUT, FILES_USER, GUARD_TIMEOUT -> true;
      case DRILL_FOLDER, DRILL_PORT, DRILL_LISTEN, DRILL, POSTGRES_CONFIG -> true;
      case POSTGRES_UNIT, APPLICATION_UNIT, DRAIN, UNDRAIN, DRAIN_TIMEOUT, ROLE_LISTEN -> true;
      case STOP_TIMEOUT, AUTHORITY, TOKEN_PLAIN, READY, QUIET_IGNORE, PROVE -> true;
      default -> false;
    };
  }

  /** Whether it is one of the commands that a unit stands for. */
  boolean byUnit() {
    return switch (this) {
      case START, STOP, STATUS, KILL -> true;
      default -> false;
    };
  }

  static Optional<PolicyKey> named(String text) {
    return Arrays.stream(values()).filter(key -> key.text.equals(text)).findFirst();
  }

  /** The key whose presence makes the part present; files have none of a fixed name. */
  public static Optional<PolicyKey> opening(Part part) {
    return part == Part.FILES
        ? Optional.empty()
        : Arrays.stream(values()).filter(key -> key.part == part).findFirst();
  }
}
