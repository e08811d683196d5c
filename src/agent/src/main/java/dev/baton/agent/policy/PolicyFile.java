package dev.baton.agent.policy;

import dev.baton.protocol.Digests;
import dev.baton.protocol.FileFacts;
import dev.baton.protocol.UrlRedactor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads a policy file line by line, so that whatever is wrong is named with its line. */
public final class PolicyFile {

  private final Path file;
  private final Map<PolicyKey, String> values = new EnumMap<>(PolicyKey.class);
  private final PolicyValues read = new PolicyValues(values);
  private final Map<String, Path> synced = new LinkedHashMap<>();
  private int line;

  private PolicyFile(Path file) {
    this.file = file;
  }

  /** The policy in that file, complete and well-formed; nothing it names is looked at yet. */
  public static Policy read(Path file) throws PolicyException {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (IOException e) {
      throw new PolicyException("%s: cannot be read: %s".formatted(file, e));
    }
    PolicyFile reader = new PolicyFile(file);
    for (String text : new String(bytes, StandardCharsets.UTF_8).lines().toList()) {
      reader.take(text.strip());
    }
    reader.requireNone(new AddressKeys(reader.read).flaw());
    reader.requireComplete();
    reader.requireNone(new PostgresKeys(reader.read).flaw());
    reader.requireNone(new ApplicationKeys(reader.read).flaw());
    reader.requireNone(new HookKeys(reader.read).flaw());
    return reader.policy(Digests.of(bytes));
  }

  private void take(String text) throws PolicyException {
    line++;
    if (text.isEmpty() || text.startsWith("#") || text.startsWith("!")) {
      return;
    }
    int equals = text.indexOf('=');
    if (equals < 1) {
      throw wrong("'" + text + "'", "expected key=value");
    }
    String name = text.substring(0, equals).strip();
    String value = text.substring(equals + 1).strip();
    if (name.matches("(file|folder)\\.[A-Za-z0-9][A-Za-z0-9_.-]*")) {
      takeSynced(name.substring(name.indexOf('.') + 1), name, value);
      return;
    }
    PolicyKey key =
        PolicyKey.named(name)
            .orElseThrow(() -> wrong("key " + name, "there is no such key; see agent --help"));
    if (values.containsKey(key)) {
      throw wrong("key " + name, "stands here a second time");
    }
    if (value.isEmpty() && key.optional()) {
      return;
    }
    if (!key.form().fits(value)) {
      throw wrong("key " + name, unfit(key, value));
    }
    values.put(key, value);
  }

  /** What may hold a password is not repeated: whoever mistyped it may have put one into it. */
  private static String unfit(PolicyKey key, String value) {
    if (key.form() == Form.URL && value.contains("@")) {
      return "no user name or password in a URL; an access token stands in application.token.file";
    }
    boolean repeated = key.form() != Form.URL && key.form() != Form.OPTIONS;
    return "%s is not %s".formatted(repeated ? "'" + value + "'" : "it", key.form().words());
  }

  private void takeSynced(String id, String name, String value) throws PolicyException {
    if (!Form.PATH.fits(value)) {
      throw wrong("key " + name, "'%s' is not %s".formatted(value, Form.PATH.words()));
    }
    if (FileFacts.isReserved(id)) {
      throw wrong("key " + name, "'%s' means something else; give it another name".formatted(id));
    }
    if (Policy.HOST_BOUND.contains(Path.of(value).getFileName().toString())) {
      throw wrong("key " + name, "%s belongs to its host and is never copied".formatted(value));
    }
    if (synced.put(id, Path.of(value)) != null) {
      throw wrong("key " + name, "the id '%s' stands here a second time".formatted(id));
    }
  }

  private void requireComplete() throws PolicyException {
    for (PolicyKey key : PolicyKey.values()) {
      boolean needed = PolicyKey.opening(key.part()).map(values::containsKey).orElse(false);
      if (key.part() == PolicyKey.Part.AGENT || needed) {
        Optional<PolicyKey> instead = key.instead().filter(values::containsKey);
        if (instead.isPresent() && values.containsKey(key)) {
          throw wrong(
              "key " + key.text(),
              "stands beside %s; leave out one of them".formatted(instead.get().text()));
        }
        if (!key.optional() && instead.isEmpty() && !values.containsKey(key)) {
          throw wrong("key " + key.text(), "is missing: " + key.meaning());
        }
      } else if (values.containsKey(key)) {
        Optional<PolicyKey> opening = PolicyKey.opening(key.part());
        if (opening.isPresent()) {
          throw wrong("key " + opening.get().text(), "is missing, but " + key.text() + " is there");
        }
      }
    }
  }

  private void requireNone(Optional<KeyFlaw> flaw) throws PolicyException {
    if (flaw.isPresent()) {
      throw wrong("key " + flaw.get().key().text(), flaw.get().why());
    }
  }

  private Policy policy(String hash) {
    Policy.ListenAddress listen = endpoint(read.text(PolicyKey.LISTEN));
    return new Policy(
        read.text(PolicyKey.HOST),
        listen.address(),
        listen.port(),
        read.path(PolicyKey.CERTIFICATE),
        read.path(PolicyKey.KEY),
        read.path(PolicyKey.TRUST),
        read.path(PolicyKey.STATE),
        read.seconds(PolicyKey.GUARD_TIMEOUT, 60),
        values.containsKey(PolicyKey.POSTGRES_DATA)
            ? Optional.of(new PostgresKeys(read).part())
            : Optional.empty(),
        values.containsKey(PolicyKey.HEALTH) ? Optional.of(application()) : Optional.empty(),
        values.containsKey(PolicyKey.ADDRESS_IP)
            ? Optional.of(new AddressKeys(read).part())
            : Optional.empty(),
        synced.isEmpty()
            ? Optional.empty()
            : Optional.of(new Policy.FilesPart(synced, read.optional(PolicyKey.FILES_USER))),
        values.containsKey(PolicyKey.FENCE) ? Optional.of(fence()) : Optional.empty(),
        new HookKeys(read).part(),
        read.optional(PolicyKey.ROLE_LISTEN).map(PolicyFile::endpoint),
        hash);
  }

  private static Policy.ListenAddress endpoint(String text) {
    int colon = text.lastIndexOf(':');
    return new Policy.ListenAddress(
        text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
  }

  private Policy.ApplicationPart application() {
    return new Policy.ApplicationPart(
        read.optional(PolicyKey.APPLICATION_NAME).orElse("application"),
        read.text(PolicyKey.HEALTH),
        read.optional(PolicyKey.READY),
        read.words(PolicyKey.REQUIRES),
        read.optional(PolicyKey.APPLICATION_UNIT),
        read.words(PolicyKey.START),
        read.words(PolicyKey.STOP),
        read.words(PolicyKey.STATUS),
        read.words(PolicyKey.KILL),
        read.words(PolicyKey.DRILL),
        read.optional(PolicyKey.APPLICATION_USER),
        read.optional(PolicyKey.VERSION),
        read.optional(PolicyKey.MAINTENANCE),
        drainCommands(),
        read.seconds(PolicyKey.DRAIN_TIMEOUT, 240),
        read.optional(PolicyKey.DRAIN_JOBS).orElse("wait").equals("take"),
        read.optional(PolicyKey.QUIET_IGNORE).orElse(""),
        read.words(PolicyKey.PROVE),
        read.seconds(PolicyKey.STOP_TIMEOUT, 10),
        read.optional(PolicyKey.AUTHORITY).map(Path::of),
        read.optional(PolicyKey.TOKEN_FILE).map(Path::of),
        read.optional(PolicyKey.APPLICATION_LOG).map(Path::of),
        read.optional(PolicyKey.APPLICATION_PORT).map(Integer::valueOf));
  }

  private Optional<Policy.DrainCommands> drainCommands() {
    return values.containsKey(PolicyKey.DRAIN)
        ? Optional.of(
            new Policy.DrainCommands(read.words(PolicyKey.DRAIN), read.words(PolicyKey.UNDRAIN)))
        : Optional.empty();
  }

  private Policy.FencePart fence() {
    return new Policy.FencePart(
        read.words(PolicyKey.FENCE), read.seconds(PolicyKey.FENCE_TIMEOUT, 60));
  }

  private PolicyException wrong(String what, String why) {
    return new PolicyException(
        "%s:%d: %s: %s".formatted(file, line, UrlRedactor.redact(what), UrlRedactor.redact(why)));
  }
}
