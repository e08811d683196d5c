package dev.baton.lab.watch;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.baton.lab.machine.LabException;
import dev.baton.lab.machine.LabPostgres;
import dev.baton.lab.pair.Lab;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Asks both databases all the time whether they take writes, each in a session of its own over its
 * Unix socket, which no fault of the network touches.
 */
public final class DatabaseWatch implements AutoCloseable {

  private static final long EVERY = TimeUnit.MILLISECONDS.toNanos(4);
  private static final long AGAIN = TimeUnit.MILLISECONDS.toNanos(20);
  private static final String QUESTION =
      "select not pg_is_in_recovery() and current_setting('transaction_read_only') = 'off';\n";

  private final ConditionIntervals writable = new ConditionIntervals();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean ended;

  private DatabaseWatch() {}

  /** Begins to watch that lab. */
  public static DatabaseWatch over(Lab lab) {
    DatabaseWatch watch = new DatabaseWatch();
    for (String host : List.of("east-db", "west-db")) {
      LabPostgres postgres = lab.postgres(host);
      watch.threads.add(
          Thread.ofPlatform()
              .daemon()
              .name("watch " + host)
              .start(() -> watch.watch(host, postgres)));
    }
    return watch;
  }

  /** When each database was surely writable. */
  public ConditionIntervals writable() {
    return writable;
  }

  private void watch(String host, LabPostgres postgres) {
    while (!ended) {
      try {
        if (listens(postgres.socket())) {
          session(host, postgres);
        }
      } catch (LabException itIsOff) {
        // looked for again in a moment
      }
      writable.end(host);
      LockSupport.parkNanos(AGAIN);
    }
  }

  /** Far cheaper than a session that is refused. */
  private static boolean listens(Path socket) {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      return channel.connect(UnixDomainSocketAddress.of(socket));
    } catch (IOException nobodyThere) {
      return false;
    }
  }

  private void session(String host, LabPostgres postgres) {
    try {
      Process process = postgres.session();
      try (BufferedWriter questions =
              new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), UTF_8));
          BufferedReader answers =
              new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
        converse(host, questions, answers);
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException itIsGone) {
      // looked for again in a moment
    }
  }

  private void converse(String host, BufferedWriter questions, BufferedReader answers)
      throws IOException {
    while (!ended) {
      long asked = System.nanoTime();
      questions.write(QUESTION);
      questions.flush();
      String answer = answers.readLine();
      if (answer == null) {
        return;
      }
      if (answer.equals("t")) {
        writable.seen(host, asked, System.nanoTime());
      } else {
        writable.end(host);
      }
      LockSupport.parkNanos(EVERY);
    }
  }

  @Override
  public void close() {
    ended = true;
  }
}
