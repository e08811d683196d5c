package dev.baton.cli.session;

import dev.baton.cli.api.ApiAnswer;
import dev.baton.cli.api.CommandFailure;
import dev.baton.cli.api.ExitCode;
import dev.baton.cli.api.RequestPath;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every change. */
public final class ChangeOptions {

  private static final Pattern KEY = Pattern.compile("[!#-~]{1,200}");

  @Option(
      names = {"-r", "--reason"},
      paramLabel = "TEXT",
      description = "Why, in a few words; goes into the log. Asked for on a terminal.")
  private @Nullable String reason;

  @Option(
      names = "--ticket",
      paramLabel = "TEXT",
      description = "The change or incident it belongs to.")
  private @Nullable String ticket;

  @Option(
      names = "--idempotency-key",
      paramLabel = "KEY",
      description = "Repeat the call that had this key: it has its effect once.")
  private @Nullable String key;

  /**
   * Makes the change. Its key is said before it is sent: whoever lost the answer repeats it with
   * that.
   *
   * @param fields of the call, with {@link #fields} among them
   * @param ifMatch the version that was looked at; empty when it does not matter
   */
  public ApiAnswer make(
      CliSession session, RequestPath path, Map<String, Object> fields, Optional<String> ifMatch) {
    String keyOfThis = keyOfThis();
    session.screen().note("Idempotency-Key " + keyOfThis);
    return session.api().post(path, fields, keyOfThis, ifMatch);
  }

  /** A new one, unless a call is repeated. */
  private String keyOfThis() {
    if (key != null && !KEY.matcher(key).matches()) {
      throw new CommandFailure(
          ExitCode.WRONG_USE, "--idempotency-key takes a key as it was printed, without quotes");
    }
    return key == null ? UUID.randomUUID().toString() : key;
  }

  /** The fields that every change has. */
  public Map<String, Object> fields(CliSession session) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("reason", reason(session));
    if (ticket != null) {
      fields.put("ticket", ticket);
    }
    return fields;
  }

  private String reason(CliSession session) {
    return Optional.ofNullable(reason)
        .or(() -> session.screen().ask("Why? It goes into the log: "))
        .orElseThrow(() ->
            new CommandFailure(
                ExitCode.WRONG_USE, "every change needs a reason for the log; add --reason TEXT"));
  }
}
