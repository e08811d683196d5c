package dev.baton.agent.network;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.baton.agent.os.FailedException;
import dev.baton.agent.os.Programs;
import dev.baton.agent.policy.Policy;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Duplicate address detection and gratuitous ARP for the pair's address, with arping. */
final class Arp {

  private static final String ARPING = "/usr/bin/arping";
  private static final Pattern REPLY =
      Pattern.compile("(?:reply|request) from \\S+ \\[([0-9A-Fa-f:]+)\\]");

  private final Policy.AddressPart policy;
  private final AtomicReference<@Nullable Process> announcing = new AtomicReference<>();

  Arp(Policy.AddressPart policy) {
    this.policy = policy;
  }

  /**
   * The hardware address of somebody else who answers for it; empty if all was silent. An owner on
   * the same link answers within a few milliseconds; asked several times, as a question may be
   * lost.
   *
   * @throws FailedException if it could not be asked: then nobody knows, and it must not be taken
   */
  Optional<String> owner(int questions, Duration silence)
      throws IOException, FailedException, InterruptedException {
    List<Process> asked = new ArrayList<>();
    try {
      for (int i = 0; i < questions; i++) {
        asked.add(start(ProcessBuilder.Redirect.PIPE, "-D", "-c", "1", "-w", "1"));
      }
      CompletableFuture<?> answer =
          CompletableFuture.anyOf(
              asked.stream().map(Process::onExit).toArray(CompletableFuture[]::new));
      answer.get(silence.toMillis(), TimeUnit.MILLISECONDS);
      return Optional.of(answerer(asked));
    } catch (TimeoutException silent) {
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } finally {
      asked.forEach(Process::destroy);
    }
  }

  private static String answerer(List<Process> asked) throws IOException, FailedException {
    Process ended = asked.stream().filter(process -> !process.isAlive()).findFirst().orElseThrow();
    String output = new String(ended.getInputStream().readAllBytes(), UTF_8);
    Matcher matcher = REPLY.matcher(output);
    if (!matcher.find()) {
      throw new FailedException("arping ended with %d: %s".formatted(ended.exitValue(), output));
    }
    return matcher.group(1);
  }

  /** Gratuitous ARP: the first at once, more in the background for hosts that missed it. */
  void announce() throws IOException, InterruptedException {
    stopAnnouncing(); // a burst that is forgotten here would go on after the address is released
    Process burst = start(ProcessBuilder.Redirect.DISCARD, "-U", "-c", "5");
    announcing.set(burst);
    var unused = burst.onExit().thenAccept(this::complain);
  }

  /** Ends the burst, which would go on claiming an address that somebody else takes by then. */
  void stopAnnouncing() throws InterruptedException {
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
