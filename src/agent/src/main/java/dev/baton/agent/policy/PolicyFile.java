package dev.baton.agent.policy;

import dev.baton.protocol.Digests;
import dev.baton.protocol.UrlRedactor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a policy file line by line, so that whatever is wrong is named with its line. */
public final class PolicyFile {

  private static final Duration GUARD_TIMEOUT = Duration.ofSeconds(60);
  private final Path file;
  private final Map<PolicyKey, String> values = new EnumMap<>(PolicyKey.class);
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
    reader.requireNone(new AddressKeys(reader.values).flaw());
    reader.requireComplete();
    reader.requireNone(new ApplicationKeys(reader.values).flaw());
    reader.requireNone(new HookKeys(reader.values).flaw());
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

  /** A URL is not repeated: whoever mistyped it may have put a password into it. */
  private static String unfit(PolicyKey key, String value) {
    if (key.form() != Form.URL) {
      return "'%s' is not %s".formatted(value, key.form().words());
    }
    return value.contains("@")
        ? "no user name or password in a URL; an access token stands in application.token.file"
        : "it is not " + key.form().words();
  }

  private void takeSynced(String id, String name, String value) throws PolicyException {
    if (!Form.PATH.fits(value)) {
      throw wrong("key " + name, "'%s' is not %s".formatted(value, Form.PATH.words()));
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
    Policy.ListenAddress listen = endpoint(text(PolicyKey.LISTEN));
    return new Policy(
        text(PolicyKey.HOST),
        listen.address(),
        listen.port(),
        path(PolicyKey.CERTIFICATE),
        path(PolicyKey.KEY),
        path(PolicyKey.TRUST),
        path(PolicyKey.STATE),
        optional(PolicyKey.GUARD_TIMEOUT)
            .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
            .orElse(GUARD_TIMEOUT),
        values.containsKey(PolicyKey.POSTGRES_DATA)
            ? Optional.of(new PostgresKeys(values).part())
            : Optional.empty(),
        values.containsKey(PolicyKey.HEALTH) ? Optional.of(application()) : Optional.empty(),
        values.containsKey(PolicyKey.ADDRESS_IP)
            ? Optional.of(new AddressKeys(values).part())
            : Optional.empty(),
        synced.isEmpty()
            ? Optional.empty()
            : Optional.of(new Policy.FilesPart(synced, optional(PolicyKey.FILES_USER))),
        values.containsKey(PolicyKey.FENCE) ? Optional.of(fence()) : Optional.empty(),
        new HookKeys(values).part(),
        optional(PolicyKey.ROLE_LISTEN).map(PolicyFile::endpoint),
        hash);
  }

  private static Policy.ListenAddress endpoint(String text) {
    int colon = text.lastIndexOf(':');
    return new Policy.ListenAddress(
        text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
  }

  private Policy.ApplicationPart application() {
    return new Policy.ApplicationPart(
        optional(PolicyKey.APPLICATION_NAME).orElse("application"),
        text(PolicyKey.HEALTH),
        optional(PolicyKey.READY),
        optional(PolicyKey.APPLICATION_UNIT),
        words(PolicyKey.START),
        words(PolicyKey.STOP),
        words(PolicyKey.STATUS),
        words(PolicyKey.KILL),
        words(PolicyKey.DRILL),
        optional(PolicyKey.APPLICATION_USER),
        optional(PolicyKey.VERSION),
        optional(PolicyKey.MAINTENANCE),
        drainCommands(),
        Duration.ofSeconds(Long.parseLong(optional(PolicyKey.DRAIN_TIMEOUT).orElse("240"))),
        optional(PolicyKey.DRAIN_JOBS).orElse("wait").equals("take"),
        optional(PolicyKey.QUIET_IGNORE).orElse(""),
        words(PolicyKey.PROVE),
        Duration.ofSeconds(Long.parseLong(optional(PolicyKey.STOP_TIMEOUT).orElse("10"))),
        optional(PolicyKey.AUTHORITY).map(Path::of),
        optional(PolicyKey.TOKEN_FILE).map(Path::of),
        optional(PolicyKey.APPLICATION_LOG).map(Path::of),
        optional(PolicyKey.APPLICATION_PORT).map(Integer::valueOf));
  }

  private Optional<Policy.DrainCommands> drainCommands() {
    return values.containsKey(PolicyKey.DRAIN)
        ? Optional.of(new Policy.DrainCommands(words(PolicyKey.DRAIN), words(PolicyKey.UNDRAIN)))
        : Optional.empty();
  }

  private Policy.FencePart fence() {
    String seconds = optional(PolicyKey.FENCE_TIMEOUT).orElse("60");
    return new Policy.FencePart(
        words(PolicyKey.FENCE), Duration.ofSeconds(Long.parseLong(seconds)));
  }

  private String text(PolicyKey key) {
    return optional(key).orElseThrow();
  }

  private Optional<String> optional(PolicyKey key) {
    @Nullable String value = values.get(key);
    return Optional.ofNullable(value);
  }

  private Path path(PolicyKey key) {
    return Path.of(text(key));
  }

  private List<String> words(PolicyKey key) {
    return words(values, key);
  }

  /** What is parted by blanks, as a command's program and its words; empty without the key. */
  static List<String> words(Map<PolicyKey, String> values, PolicyKey key) {
    @Nullable String text = values.get(key);
    return text == null ? List.of() : Arrays.asList(text.split(" +", -1));
  }

  private PolicyException wrong(String what, String why) {
    return new PolicyException(
        "%s:%d: %s: %s".formatted(file, line, UrlRedactor.redact(what), UrlRedactor.redact(why)));
  }
}
