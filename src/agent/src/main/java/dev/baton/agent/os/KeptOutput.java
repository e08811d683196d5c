package dev.baton.agent.os;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.time.Duration;

/**
 * What a program prints, read beside it. A child that it leaves behind may hold its output open for
 * ever: that is not waited for.
 */
final class KeptOutput {

  private static final Duration LINGER = Duration.ofSeconds(1);

  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private final int most;
  private final Thread reader;

  private KeptOutput(InputStream out, int most) {
    this.most = most;
    this.reader = Thread.ofVirtual().unstarted(() -> read(out));
  }

  /**
   * Begins to read.
   *
   * @param most bytes that are kept; what follows is thrown away
   */
  static KeptOutput of(Process process, int most) {
    KeptOutput output = new KeptOutput(process.getInputStream(), most);
    output.reader.start();
    return output;
  }

  private void read(InputStream out) {
    byte[] buffer = new byte[16_384];
    try (out) {
      for (int n = out.read(buffer); n >= 0; n = out.read(buffer)) {
        synchronized (kept) {
          kept.write(buffer, 0, Math.min(n, most - kept.size()));
        }
      }
    } catch (IOException ended) {
      // A process that is ended takes its streams along, perhaps in the middle of a read.
    }
  }

  /** All of it, once the program has ended; of one whose child goes on printing what there is. */
  String text(Charset charset) throws InterruptedException {
    boolean unused = reader.join(LINGER);
    synchronized (kept) {
      return kept.toString(charset);
    }
  }
}
