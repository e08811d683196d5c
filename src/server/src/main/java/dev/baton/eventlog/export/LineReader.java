package dev.baton.eventlog.export;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads lines of an untrusted file: numbered, and of bounded length. */
final class LineReader {

  /** Far beyond the longest line that an export has. */
  private static final int LONGEST = 32 << 20;

  private final BufferedReader reader;
  private long number;
  private boolean ended = true;

  LineReader(InputStream in) {
    this.reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8), 1 << 16);
  }

  /** Of the line read last, counted from 1. */
  long number() {
    return number;
  }

  /** Whether the line read last has its end; only the last line of a file may lack it. */
  boolean ended() {
    return ended;
  }

  /** The next line without its end; null behind the last one. */
  @Nullable String next() throws IOException, BrokenLineException {
    var line = new StringBuilder();
    int one = reader.read();
    if (one < 0) {
      return null;
    }
    number++;
    while (one >= 0 && one != '\n') {
      if (line.length() == LONGEST) {
        throw new BrokenLineException("is longer than any line of an export");
      }
      line.append((char) one);
      one = reader.read();
    }
    ended = one == '\n';
    return line.toString();
  }
}
