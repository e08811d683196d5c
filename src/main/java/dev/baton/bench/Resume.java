package dev.baton.bench;

import dev.baton.database.DatabaseAccess;
import dev.baton.eventlog.DuplicateKeyException;
import dev.baton.eventlog.EventLog;
import dev.baton.eventlog.RecordedEvent;
import dev.baton.eventlog.StaleVersionException;
import dev.baton.pair.PairEvent.StepStarted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * How long a control plane needs, from the start of its process, to begin the next step of an
 * operation that its predecessor left in the middle. The hosts do not answer; the step is on record
 * before they are asked.
 */
final class Resume {

  private static final int ENOUGH = 5;
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final DatabaseAccess access;
  private final Path folder;
  private final int rounds;
  private final Progress progress;

  /**
   * With the program built in the project's folder.
   *
   * @param folder for what the control plane keeps beside its database
   */
  Resume(DatabaseAccess access, Path folder, int rounds, Progress progress) {
    this.access = access;
    this.folder = folder;
    this.rounds = Math.min(rounds, ENOUGH);
    this.progress = progress;
  }

  Measure measure() throws SQLException, IOException, InterruptedException {
    progress.say("control planes that find an operation interrupted");
    var seconds = new ArrayList<Double>();
    // The first start reads the program from the disk.
    for (int round = -1; round < rounds; round++) {
      try (BenchLog log = BenchLog.filled(access, "resume_" + (round + 1), 0, progress)) {
        double took = resumed(log, folder.resolve("control-" + (round + 1)));
        if (round >= 0) {
          seconds.add(took);
        }
      }
    }
    return Measure.absolute(Goals.RESUME, seconds, true);
  }

  private double resumed(BenchLog log, Path data) throws IOException, InterruptedException {
    interrupt(log.log());
    long known = log.log().head();
    Path output = Files.createFile(folder.resolve(data.getFileName() + ".out"));
    Instant began = Instant.now();
    Process process = start(log, data, output);
    var kill = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(kill);
    try {
      while (true) {
        Optional<RecordedEvent> next = nextStep(log.log(), known);
        if (next.isPresent()) {
          return Duration.between(began, next.get().recordedAt()).toNanos() / 1e9;
        }
        if (process.waitFor(20, TimeUnit.MILLISECONDS)
            || began.plus(LIMIT).isBefore(Instant.now())) {
          throw new IllegalStateException(
              "no step was begun; the control plane said: " + Files.readString(output));
        }
      }
    } finally {
      process.destroyForcibly().waitFor();
      Runtime.getRuntime().removeShutdownHook(kill);
    }
  }

  private static Optional<RecordedEvent> nextStep(EventLog log, long after) {
    return log.readAll(after, 100).stream()
        .filter(event -> event.fact() instanceof StepStarted)
        .findFirst();
  }

  /** As a control plane that was killed after the first step leaves it. */
  private static void interrupt(EventLog log) {
    var pair = new PairStory(0, new SplittableRandom(1));
    PairStory.Pen pen =
        (stream, context, facts) -> {
          try {
            log.append(stream, log.read(stream, 0).size(), facts, context);
          } catch (StaleVersionException | DuplicateKeyException e) {
            throw new IllegalStateException("nobody else writes here yet", e);
          }
        };
    // No agent listens there, which is known at once.
    pair.register(pen, "127.0.0");
    pair.getInterrupted(pen);
  }

  private Process start(BenchLog log, Path data, Path output) throws IOException {
    Path application = Path.of(System.getProperty("baton.home", "")).resolve("target/quarkus-app");
    var line = new ArrayList<String>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    if (Files.exists(application.resolve("app.aot"))) {
      line.addAll(List.of("-XX:AOTCache=app.aot", "-Xlog:aot*=error"));
    }
    line.addAll(
        List.of("-Dbaton.data=" + data, "-Dquarkus.http.port=0", "-jar", "quarkus-run.jar"));
    var builder = new ProcessBuilder(line);
    builder.directory(application.toFile());
    builder.redirectErrorStream(true);
    builder.redirectOutput(output.toFile());
    builder.environment().put("BATON_DATABASE_URL", log.url());
    builder.environment().put("BATON_DATABASE_USER", access.user());
    builder.environment().put("BATON_DATABASE_PASSWORD", access.password());
    builder.environment().put("BATON_DATABASE_OWNER", access.owner());
    builder.environment().put("BATON_DATABASE_OWNER_PASSWORD", access.ownerPassword());
    return builder.start();
  }
}
