package dev.baton.agent.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A service that systemd starts and stops. Orders are queued and never waited for: whoever gives
 * one watches the service itself, which is ready and gone sooner than its unit says so.
 */
public final class SystemdUnit {

  /** Where the guard's drop-ins look for an order of this agent; empty after a boot. */
  public static final Path ORDERS = Path.of("/run/baton-agent");

  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Set<String> DOWN = Set.of("inactive", "failed");

  private final String name;
  private final Path systemctl;
  private final Path order;

  public SystemdUnit(String name) {
    this(name, Path.of("/usr/bin/systemctl"), ORDERS);
  }

  SystemdUnit(String name, Path systemctl, Path orders) {
    this.name = name;
    this.systemctl = systemctl;
    this.order = orders.resolve(name + ".ordered");
  }

  /**
   * What systemd says of it.
   *
   * @param load {@code loaded} where it has such a unit; {@code not-found}, {@code masked} and
   *     others where not
   * @param active its ActiveState: active, activating, inactive, failed and others
   * @param result why it ended last; {@code success} while nothing is wrong
   * @param job whether an order for it has not been carried out yet
   * @param pid its main process; 0 while there is none
   * @param reload whether its files have changed since systemd read them
   * @param parts the files it is made of, the drop-ins included
   * @param user whose rights it runs with; empty: root's
   * @param otherRights whether they are not just those of that account: it names groups beside it,
   *     or systemd makes the account for each start
   */
  public record State(
      String load,
      String active,
      String result,
      boolean job,
      long pid,
      boolean reload,
      List<String> parts,
      Optional<String> user,
      boolean otherRights) {

    public boolean loaded() {
      return load.equals("loaded");
    }

    /** Whether nothing of it runs and nothing is going to start it. */
    public boolean down() {
      return DOWN.contains(active) && !job;
    }
  }

  public String name() {
    return name;
  }

  public State state() throws FailedException, IOException, InterruptedException {
    Map<String, String> shown =
        systemctl(
                "show",
                "--property=LoadState,ActiveState,Result,Job,MainPID,NeedDaemonReload,FragmentPath,DropInPaths,User,Group,SupplementaryGroups,DynamicUser")
            .lines()
            .filter(line -> line.contains("="))
            .collect(
                Collectors.toMap(
                    line -> line.substring(0, line.indexOf('=')),
                    line -> line.substring(line.indexOf('=') + 1),
                    (a, b) -> b));
    String parts =
        shown.getOrDefault("FragmentPath", "") + " " + shown.getOrDefault("DropInPaths", "");
    return new State(
        shown.getOrDefault("LoadState", ""),
        shown.getOrDefault("ActiveState", ""),
        shown.getOrDefault("Result", ""),
        !shown.getOrDefault("Job", "0").matches("0?"),
        Long.parseLong(shown.getOrDefault("MainPID", "0")),
        shown.getOrDefault("NeedDaemonReload", "no").equals("yes"),
        Arrays.stream(parts.split(" ")).filter(part -> !part.isEmpty()).toList(),
        Optional.of(shown.getOrDefault("User", "")).filter(user -> !user.isEmpty()),
        otherRights(shown));
  }

  /** A group of the account's own name is taken for its first one. */
  private static boolean otherRights(Map<String, String> shown) {
    String group = shown.getOrDefault("Group", "");
    return !(group.isEmpty() || group.equals(shown.get("User")))
        || !shown.getOrDefault("SupplementaryGroups", "").isEmpty()
        || shown.getOrDefault("DynamicUser", "no").equals("yes");
  }

  /**
   * Looks whether systemd has it.
   *
   * @param key of the policy that names it
   * @return what systemd says of it
   * @throws FailedException if systemd has no such unit, or was told never to start it
   */
  public State requireLoaded(String key) throws FailedException, IOException, InterruptedException {
    State state = state();
    if (!state.loaded()) {
      throw new FailedException(
          "%s names %s, and systemd says of that unit: %s; correct the policy of this host"
              .formatted(key, name, state.load()));
    }
    return state;
  }

  /** Has systemd start it if the guard lets it. */
  public void start() throws FailedException, IOException, InterruptedException {
    // A unit that failed often is refused a start otherwise.
    tell("reset-failed");
    tell("start", "--no-block");
  }

  /**
   * Has systemd start it past the guard, whose program takes longer than many a start: whoever
   * orders has seen to what the guard would ask. The caller closes what is returned when the start
   * has come to its end.
   */
  public Start startOrdered() throws FailedException, IOException, InterruptedException {
    Files.createDirectories(
        order.getParent(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Files.writeString(order, "");
    try {
      start();
    } catch (FailedException | IOException e) {
      forgetOrder();
      throw e;
    }
    return new Start();
  }

  /** A start that was ordered. */
  public final class Start implements AutoCloseable {

    private static final Duration BETWEEN = Duration.ofMillis(250);

    private Deadline next = Deadline.in(BETWEEN);

    /** Whether it has certainly come to nothing; asks systemd a few times a second. */
    public boolean failed() throws FailedException, IOException, InterruptedException {
      if (!next.passed()) {
        return false;
      }
      next = Deadline.in(BETWEEN);
      return state().down();
    }

    /** For a sentence: the unit and what systemd says of its end. */
    public String why() throws FailedException, IOException, InterruptedException {
      State state = state();
      return "%s is %s (%s)".formatted(name, state.active(), state.result());
    }

    @Override
    public void close() throws IOException {
      forgetOrder();
    }
  }

  /** An order that an agent did not see the end of, because it was ended itself, is none. */
  public void forgetOrder() throws IOException {
    Files.deleteIfExists(order);
  }

  /** Has systemd stop it; a start that is under way or queued is cancelled. */
  public void stop() throws FailedException, IOException, InterruptedException {
    tell("stop", "--no-block");
  }

  /** Ends all its processes at once, and has systemd leave it down. */
  public void kill() throws FailedException, IOException, InterruptedException {
    // Stop first: a unit with Restart= would come up again.
    stop();
    if (!state().down()) {
      tell("kill", "--kill-who=all", "--signal=KILL");
    }
  }

  private void tell(String verb, String... options)
      throws FailedException, IOException, InterruptedException {
    String unusedWords = systemctl(verb, options);
  }

  private String systemctl(String verb, String... options)
      throws FailedException, IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of(systemctl.toString(), verb));
    words.addAll(Arrays.asList(options));
    words.addAll(List.of("--", name));
    Programs.Exit outcome = Programs.run(words, Deadline.in(LIMIT));
    if (!outcome.succeeded()) {
      throw new FailedException("systemctl %s %s: %s".formatted(verb, name, outcome.lastLines(1)));
    }
    return outcome.output();
  }
}
