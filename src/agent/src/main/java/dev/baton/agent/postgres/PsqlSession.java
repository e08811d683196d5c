package dev.baton.agent.postgres;

import dev.baton.agent.os.FailedException;
import dev.baton.agent.os.FullDisk;
import dev.baton.agent.os.Programs;
import dev.baton.agent.os.Watchdog;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A resident {@code psql} on the server's socket, so that a question costs a millisecond instead of
 * a new process and connection. Connects when first asked, and anew when the server was restarted.
 */
public final class PsqlSession implements AutoCloseable {

  private static final String MARKER = "baton-end-of-answer";

  private final List<String> words;
  private final Path data;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable Connection connection;

  /** One running {@code psql}. */
  private record Connection(Process process, Writer in, BufferedReader out) {}

  /**
   * @param data the server's data folder, to be named when its disk is full
   */
  public PsqlSession(List<String> words, Path data) {
    this.words = List.copyOf(words);
    this.data = data;
  }

  /**
   * Asks something that may be asked twice; rows by line, columns parted by {@code |}.
   *
   * @throws FailedException with the server's words, or ours if there was no answer
   */
  public String query(String sql, Duration limit) throws FailedException, InterruptedException {
    return locked(limit, () -> askAgainIfStale(sql, limit));
  }

  /**
   * Has something changed; sent at most once.
   *
   * @throws FailedException with the server's words; when the connection broke, it may or may not
   *     have taken effect
   */
  String change(String sql, Duration limit) throws FailedException, InterruptedException {
    return locked(
        limit,
        () -> {
          String alive = askAgainIfStale("select 'alive'", limit);
          return alive.equals("alive") ? ask(sql, limit) : alive;
        });
  }

  /** As {@link #change}, where nothing of interest comes back. */
  public void execute(String sql, Duration limit) throws FailedException, InterruptedException {
    String unused = change(sql, limit);
  }

  private interface Question {
    String ask() throws BrokenException, FailedException;
  }

  private String locked(Duration limit, Question question)
      throws FailedException, InterruptedException {
    if (!lock.tryLock(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new FailedException("PostgreSQL is still busy with the statement before");
    }
    try {
      return question.ask();
    } catch (BrokenException broken) {
      throw new FailedException(String.valueOf(broken.getMessage()));
    } finally {
      lock.unlock();
    }
  }

  // A connection that died while idle says so only when it is used.
  private String askAgainIfStale(String sql, Duration limit)
      throws BrokenException, FailedException {
    Connection before = connection;
    try {
      return ask(sql, limit);
    } catch (BrokenException broken) {
      if (before == null || broken.late) {
        throw broken;
      }
      return ask(sql, limit);
    }
  }

  private String ask(String sql, Duration limit) throws BrokenException, FailedException {
    StringBuilder rows = new StringBuilder();
    AtomicBoolean late = new AtomicBoolean();
    try {
      Connection open = open();
      Watchdog.Armed watchdog =
          Watchdog.after(
              limit,
              () -> {
                late.set(true);
                open.process.destroyForcibly();
              });
      try {
        open.in.write(sql + ";\n\\echo " + MARKER + " :ERROR :LAST_ERROR_MESSAGE\n");
        open.in.flush();
        for (String line = open.out.readLine(); line != null; line = open.out.readLine()) {
          if (line.startsWith(MARKER + " false")) {
            return rows.toString().strip();
          }
          if (line.startsWith(MARKER + " true")) {
            throw new FailedException(
                FullDisk.explain(line.substring(MARKER.length() + " true ".length()), data));
          }
          rows.append(line).append('\n');
        }
      } finally {
        watchdog.close();
      }
    } catch (IOException brokenPipe) {
      rows.append(brokenPipe.getMessage());
    }
    close();
    throw new BrokenException(late.get(), rows.toString().strip().replace('\n', ' '));
  }

  private Connection open() throws IOException {
    Connection open = connection;
    if (open == null || !open.process.isAlive()) {
      Process process = Programs.start(words, ProcessBuilder.Redirect.PIPE);
      open =
          new Connection(
              process,
              process.outputWriter(StandardCharsets.UTF_8),
              new BufferedReader(
                  new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)));
      connection = open;
    }
    return open;
  }

  /** Ends the connection; the next question opens another. */
  @Override
  public void close() {
    Connection open = connection;
    connection = null;
    if (open != null) {
      open.process.destroy();
    }
  }

  /** The connection ended before the answer did. */
  private static final class BrokenException extends Exception {

    private final boolean late;

    BrokenException(boolean late, String why) {
      super(
          late
              ? "PostgreSQL did not answer in time"
              : "the connection to PostgreSQL broke: " + why);
      this.late = late;
    }
  }
}
