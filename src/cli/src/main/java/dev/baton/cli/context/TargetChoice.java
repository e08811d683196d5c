package dev.baton.cli.context;

import dev.baton.cli.api.ApiTarget;
import dev.baton.cli.api.CommandFailure;
import dev.baton.cli.api.ExitCode;
import dev.baton.cli.api.FileTrouble;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What a command was told of the control plane to call. Address and token come from one place
 * unless an option names another: a token must not go to an address it was not meant for.
 */
public record TargetChoice(
    Optional<String> context,
    Optional<String> url,
    Optional<Path> tokenFile,
    Optional<Path> authority,
    boolean plainHttp) {

  private static final URI LOCAL = URI.create("http://127.0.0.1:8400");

  /**
   * The control plane that is meant: by option; by a named context; by environment; by the usual
   * context; else the one that runs on this machine.
   */
  public ApiTarget resolve(Map<String, String> environment) {
    Optional<NamedContext> named = named(environment);
    URI address =
        url.map(text -> ApiTarget.address(text, "--url"))
            .or(() -> named.map(NamedContext::url))
            .or(() -> addressIn(environment))
            .orElse(LOCAL);
    // What goes with one address goes to no other: not to that of a context, nor of an option.
    Map<String, String> around =
        named.isEmpty() && addressIn(environment).orElse(address).equals(address)
            ? environment
            : Map.of();
    String token =
        tokenFile
            .map(TargetChoice::token)
            .or(() -> named.flatMap(NamedContext::tokenFile).map(TargetChoice::token))
            .or(() -> tokenIn(around))
            .or(() -> ownToken(address, environment))
            .orElseThrow(() -> noToken(address));
    return new ApiTarget(
        address,
        token,
        authority
            .or(() -> named.flatMap(NamedContext::authority))
            .or(() -> CliVariable.BATON_AUTHORITY.in(around).map(Path::of)),
        plainHttp || named.map(NamedContext::plainHttp).orElseGet(() -> plainIn(around)));
  }

  /** A context counts only where the address is not told by itself, or it is named here. */
  private Optional<NamedContext> named(Map<String, String> environment) {
    if (context.isEmpty() && (url.isPresent() || addressIn(environment).isPresent())) {
      return Optional.empty();
    }
    ContextFile file = ContextFile.read(UserFolders.config(environment).resolve("config.json"));
    return context
        .or(() -> CliVariable.BATON_CONTEXT.in(environment))
        .or(file::current)
        .map(file::named);
  }

  private static Optional<URI> addressIn(Map<String, String> environment) {
    return CliVariable.BATON_URL
        .in(environment)
        .map(text -> ApiTarget.address(text, CliVariable.BATON_URL.name()));
  }

  private static Optional<String> tokenIn(Map<String, String> environment) {
    return CliVariable.BATON_TOKEN
        .in(environment)
        .or(() -> CliVariable.BATON_TOKEN_FILE.in(environment).map(file -> token(Path.of(file))));
  }

  private static boolean plainIn(Map<String, String> environment) {
    return CliVariable.BATON_PLAIN_HTTP.in(environment).filter("true"::equals).isPresent();
  }

  /** The token that a control plane on this machine has left for its user. */
  private static Optional<String> ownToken(URI address, Map<String, String> environment) {
    Path file = UserFolders.data(environment).resolve("admin.token");
    return address.equals(LOCAL) && Files.exists(file)
        ? Optional.of(token(file))
        : Optional.empty();
  }

  private static String token(Path file) {
    try {
      String token = Files.readString(file).strip();
      if (token.isEmpty() || !token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
        throw unusable(file, "it is not one word");
      }
      return token;
    } catch (IOException e) {
      throw unusable(file, FileTrouble.why(e));
    }
  }

  private static CommandFailure noToken(URI address) {
    return new CommandFailure(
        ExitCode.WRONG_USE,
        "there is no token for %s; name a file with --token-file, or a context that has one"
            .formatted(address));
  }

  private static CommandFailure unusable(Path file, String why) {
    return new CommandFailure(
        ExitCode.WRONG_USE, "the token in %s cannot be used: %s".formatted(file, why));
  }
}
