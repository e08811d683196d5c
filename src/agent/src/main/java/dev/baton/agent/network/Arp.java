package dev.baton.agent.network;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.baton.agent.os.Deadline;
import dev.baton.agent.os.FailedException;
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

/** IPv4: duplicate address detection and gratuitous ARP for the pair's address, with arping. */
final class Arp implements Neighbours {

  private static final String ARPING = "/usr/bin/arping";
  private static final Pattern REPLY =
      Pattern.compile("(?:reply|request) from \\S+ \\[([0-9A-Fa-f:]+)\\]");

  private final String ip;
  private final String device;
  private final LinkPrograms programs;
  private final AtomicReference<@Nullable Process> announcing = new AtomicReference<>();

  Arp(String ip, String device, LinkPrograms programs) {
    this.ip = ip;
    this.device = device;
    this.programs = programs;
  }

  /** All questions at once: an owner on the same link answers within a few milliseconds. */
  @Override
  public Optional<String> owner(int questions, Duration silence)
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

  @Override
  public List<String> prepare(Deadline deadline) {
    return List.of();
  }

  /** Gratuitous ARP: the first at once, more in the background for hosts that missed it. */
  @Override
  public void announce() throws IOException, InterruptedException {
    stopAnnouncing(); // a burst that is forgotten here would go on after the address is released
    Process burst = start(ProcessBuilder.Redirect.DISCARD, "-U", "-c", "5");
    announcing.set(burst);
    var unused = burst.onExit().thenAccept(this::complain);
  }

  /** Ends the burst, which would go on claiming an address that somebody else takes by then. */
  @Override
  public void stopAnnouncing() throws InterruptedException {
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
    List<String> words = new ArrayList<>(List.of(ARPING));
    words.addAll(List.of(options));
    words.addAll(List.of("-I", device, ip));
    return programs.start(output, words);
  }
}
