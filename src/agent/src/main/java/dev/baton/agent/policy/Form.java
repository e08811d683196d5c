package dev.baton.agent.policy;

/** What a value must look like, as a pattern and in words. */
public enum Form {
  UNIT(
      "[A-Za-z0-9:_][A-Za-z0-9:_.@\\\\-]{0,200}\\.service",
      "the whole name of a service, NAME.service"),
  NAME("[A-Za-z0-9_][A-Za-z0-9_.@-]{0,62}", "letters, digits and _ . @ -"),
  PATH(Form.FILE, "an absolute path without blanks or quotes"),
  PATHS(Form.FILE + "( +" + Form.FILE + ")*", "absolute paths without quotes, parted by blanks"),
  ENDPOINT("[0-9a-zA-Z.-]+:(0|" + Form.PORTS + ")", "address:port"),
  PORT(Form.PORTS, "a port number"),
  SECONDS("[1-9][0-9]{0,4}", "a number of seconds, 1 to 99999"),
  URL(Form.URL_PLACE, "an http:// or https:// URL with a path"),
  CHECK(
      Form.URL_PLACE + "|" + Form.WORDS,
      "an http:// or https:// URL with a path, or an absolute program path and its words"),
  TABLES(Form.TABLE + "( +" + Form.TABLE + ")*", "names DATABASE.SCHEMA.TABLE parted by blanks"),
  SLOTS(Form.SLOT + "( +" + Form.SLOT + ")*", "names of replication slots parted by blanks"),
  OPTIONS("\\P{Cntrl}+", "keyword=value pairs, as in a connection string of libpq"),
  YES("yes", "the word yes"),
  JOBS("wait|take", "one of the words wait and take"),
  FAILURE("refuse|pause|ignore", "one of the words refuse, pause and ignore"),
  LATE_FAILURE("pause|ignore", "one of the words pause and ignore"),
  COMMAND(Form.WORDS, "an absolute program path and its words"),
  ADDRESS(Form.IPV4, "an IPv4 address"),
  PLACE(
      Form.IPV4 + "|" + Form.IPV6 + "|" + Form.HOST_NAME,
      "an IPv4 or IPv6 address, or a host name for address.assign"),
  PREFIX("[1-9]|[1-9][0-9]|1[01][0-9]|12[0-8]", "a number from 1 to 128");

  // The characters of RFC 3986, so that what fits is a URL for Java too.
  private static final String URL_PLACE =
      "https?://[0-9a-zA-Z.-]+(:[0-9]{1,5})?/[-0-9a-zA-Z._~:/?@!$&'()*+,;=%]*";
  private static final String FILE = "/[^\\s'\"\\\\]*[^\\s'\"\\\\/]";
  private static final String SLOT = "[a-z0-9_]{1,63}";
  private static final String TABLE = "[^\\s.]+\\.[^\\s.]+\\.[^\\s.]+";
  private static final String WORDS = "/\\S+( +\\S+)*";
  private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1?[0-9]{1,2})";
  private static final String IPV4 = "(" + OCTET + "\\.){3}" + OCTET;

  /** As far as a pattern goes; {@link AddressKeys} has it read. */
  private static final String IPV6 = "[0-9A-Fa-f]{0,4}(:[0-9A-Fa-f]{0,4}){2,7}";

  /** Its last label begins with a letter: a mistyped IPv4 address is none. */
  private static final String HOST_NAME =
      "([0-9A-Za-z]([0-9A-Za-z-]{0,61}[0-9A-Za-z])?\\.)*[A-Za-z]([0-9A-Za-z-]{0,61}[0-9A-Za-z])?";

  private static final String PORTS =
      "([1-9][0-9]{0,3}|[1-5][0-9]{4}|6([0-4][0-9]{3}|5([0-4][0-9]{2}|5([0-2][0-9]|3[0-5]))))";

  private final String pattern;
  private final String words;

  Form(String pattern, String words) {
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
