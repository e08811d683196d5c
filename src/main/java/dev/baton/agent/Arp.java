package dev.baton.agent;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Asks the network who has the address, and tells it who has it now. */
final class Arp {

  private static final String ARPING = "/usr/bin/arping";
  private static final long SILENCE_MILLIS = 300;
  private static final Pattern REPLY =
      Pattern.compile("(?:reply|request) from \\S+ \\[([0-9A-Fa-f:]+)\\]");

  private final Policy.AddressPart policy;
  private final AtomicReference<@Nullable Process> announcing = new AtomicReference<>();

  Arp(Policy.AddressPart policy) {
    this.policy = policy;
  }

  /**
   * The hardware address of somebody else who answers for it; empty if a second passed in silence.
   * Asks twice, as one question may be lost.
   *
   * @throws FailedException if it could not be asked: then nobody knows, and it must not be taken
   */
  Optional<String> owner(Deadline deadline)
      throws IOException, FailedException, InterruptedException {
    Process second = start(ProcessBuilder.Redirect.PIPE, "-D", "-c", "1", "-w", "1");
    try {
      Programs.Outcome first = Programs.run(words("-D", "-c", "1", "-w", "1"), deadline);
      if (first.succeeded() && second.waitFor() == 0) {
        return Optional.empty();
      }
      if (first.exitCode() > 1) {
        throw new FailedException("arping: " + first.lastLines(1));
      }
      Matcher matcher =
          REPLY.matcher(first.output() + new String(second.getInputStream().readAllBytes(), UTF_8));
      return Optional.of(matcher.find() ? matcher.group(1) : "unknown");
    } finally {
      second.destroy();
    }
  }

  /**
   * The same by one question and a short silence: the last look before the address is taken, after
   * a whole second of silence was proven. An owner on the same link answers within a few
   * milliseconds.
   */
  Optional<String> ownerAtOnce() throws IOException, FailedException, InterruptedException {
    Process question =
        Programs.start(words("-D", "-c", "1", "-w", "1"), ProcessBuilder.Redirect.PIPE);
    try {
      if (!question.waitFor(SILENCE_MILLIS, TimeUnit.MILLISECONDS)) {
        return Optional.empty();
      }
      String output = new String(question.getInputStream().readAllBytes(), UTF_8);
      Matcher matcher = REPLY.matcher(output);
      if (!matcher.find()) {
        throw new FailedException(
            "arping ended with %d: %s".formatted(question.exitValue(), output));
      }
      return Optional.of(matcher.group(1));
    } finally {
      question.destroy();
    }
  }

  /** Gratuitous ARP: the first at once, more behind our back for those who missed it. */
  void announce() throws IOException {
    Process burst = start(ProcessBuilder.Redirect.DISCARD, "-U", "-c", "5");
    announcing.set(burst);
    var unused = burst.onExit().thenAccept(this::complain);
  }

  /** Ends the burst, which would go on claiming an address that somebody else takes by then. */
  void hush() throws InterruptedException {
    Process burst = announcing.getAndSet(null);
    if (burst != null) {
      burst.destroyForcibly().waitFor();
    }
  }

  private void complain(Process burst) {
    if (announcing.compareAndSet(burst, null) && burst.exitValue() > 1) {
      System.err.println("arping -U ended with " + burst.exitValue());
    }
  }

  private Process start(ProcessBuilder.Redirect output, String... options) throws IOException {
    Process process = Programs.start(words(options), output);
    process.getOutputStream().close();
    return process;
  }

  private List<String> words(String... options) {
    List<String> words = new ArrayList<>(List.of(ARPING));
    words.addAll(List.of(options));
    words.addAll(List.of("-I", policy.device(), policy.ip()));
    return words;
  }
}
