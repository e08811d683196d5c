package dev.baton.audit.events;

import dev.baton.eventlog.checkpoint.Checkpoint;
import dev.baton.eventlog.checkpoint.CheckpointFile;
import dev.baton.eventlog.checkpoint.Ed25519;
import dev.baton.eventlog.checkpoint.HeadFile;
import dev.baton.eventlog.checkpoint.RememberedHead;
import dev.baton.eventlog.export.ExportVerdict;
import dev.baton.eventlog.export.ExportVerifier;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code baton verify}: says in one sentence whether an export of the event log is whole. */
@Command(
    name = "baton verify",
    description = {
      "Verify an export of the event log (GET /v1/events/export) without database or control"
          + " plane.",
      "Exit codes: 0 it is whole, 1 it is not, 2 wrong use, or the file is no export."
    },
    mixinStandardHelpOptions = true)
public final class VerifyCommand implements Callable<Integer> {

  @Parameters(paramLabel = "FILE", description = "The export.")
  private Path file = Path.of("");

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description =
          "Public key of the installation, PEM (GET /v1/checkpoints/key), kept from earlier.")
  private @Nullable Path key;

  @Option(
      names = "--checkpoints",
      paramLabel = "FILE",
      description = "Checkpoints that were kept outside the database (checkpoints.ndjson).")
  private @Nullable Path checkpoints;

  @Option(
      names = "--head",
      paramLabel = "FILE",
      description = "What a replica acknowledged last (log-head-*.json beside its checkpoints).")
  private @Nullable Path head;

  private VerifyCommand() {}

  /** Ends the program. */
  public static void main(String[] args) {
    System.exit(run(args));
  }

  /** Runs the command without ending the program; prints to the standard streams. */
  public static int run(String... args) {
    return new CommandLine(new VerifyCommand()).execute(args);
  }

  @Override
  public Integer call() {
    try {
      Optional<String> trusted =
          key == null ? Optional.empty() : Optional.of(Ed25519.publicKeyIn(key));
      List<Checkpoint> outside =
          checkpoints == null ? List.of() : new CheckpointFile(checkpoints).read();
      Optional<RememberedHead> acknowledged = acknowledged();
      try (InputStream in = Files.newInputStream(file)) {
        return say(new ExportVerifier(trusted, outside, acknowledged).verify(in));
      }
    } catch (IOException e) {
      System.err.println("baton verify: " + sentence(e));
      return 2;
    }
  }

  private Optional<RememberedHead> acknowledged() throws IOException {
    if (head == null) {
      return Optional.empty();
    }
    Optional<RememberedHead> found = new HeadFile(head).read();
    if (found.isEmpty()) {
      throw new NoSuchFileException(head.toString());
    }
    return found;
  }

  private static int say(ExportVerdict verdict) {
    System.out.println(verdict.sentence());
    return switch (verdict.kind()) {
      case WHOLE -> 0;
      case BROKEN -> 1;
      case NO_EXPORT -> 2;
    };
  }

  private static String sentence(IOException e) {
    return switch (e) {
      case NoSuchFileException missing -> "there is no file " + missing.getFile();
      case AccessDeniedException denied -> "no access to " + denied.getFile();
      default -> String.valueOf(e.getMessage());
    };
  }
}
