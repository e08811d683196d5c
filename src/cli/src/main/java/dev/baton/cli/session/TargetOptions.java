package dev.baton.cli.session;

import dev.baton.cli.context.TargetChoice;
import dev.baton.cli.screen.Surroundings;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command: which control plane is called, and how answers are shown. */
final class TargetOptions {

  @Option(
      names = "--context",
      paramLabel = "NAME",
      description = "A control plane of ~/.config/baton/config.json.")
  private @Nullable String context;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "Its address; http://127.0.0.1:8400 where nothing else is said.")
  private @Nullable String url;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "File with the token; the control plane's own on this machine by default.")
  private @Nullable Path tokenFile;

  @Option(
      names = "--authority",
      paramLabel = "FILE",
      description = "Certificates (PEM) that sign the control plane's own.")
  private @Nullable Path authority;

  @Option(
      names = "--plain-http",
      description = "Let the token go over plain HTTP to another machine.")
  private boolean plainHttp;

  @Option(
      names = "--json",
      description = "Print the answer of the API, and nothing else, to standard output.")
  private boolean json;

  CliSession open(Surroundings surroundings) {
    TargetChoice choice =
        new TargetChoice(
            Optional.ofNullable(context),
            Optional.ofNullable(url),
            Optional.ofNullable(tokenFile),
            Optional.ofNullable(authority),
            plainHttp);
    return new CliSession(surroundings, choice.resolve(surroundings.environment()), json);
  }
}
