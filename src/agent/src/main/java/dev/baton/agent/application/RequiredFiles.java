package dev.baton.agent.application;

import dev.baton.agent.os.Deadline;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.os.Programs;
import dev.baton.agent.os.SystemdUnit;
import dev.baton.agent.policy.Policy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Files without which the application must not be started, by {@code application.requires}: GoCD
 * without its settings opens an empty database of its own, and its health is good.
 */
public final class RequiredFiles {

  private static final Duration LIMIT = Duration.ofSeconds(10);

  /** Links are followed, as the application would. */
  private static final String SCRIPT =
      """
      who=$1; shift
      for file do
        if [ ! -e "$file" ]; then echo "$file is not there, or hidden from $who"
        elif [ ! -f "$file" ]; then echo "$file is no file"
        elif [ ! -r "$file" ]; then echo "$file cannot be read by $who"
        elif [ ! -s "$file" ]; then echo "$file is empty"
        fi
      done
      """;

  /** What no account could be started with; who may read what is not judged. */
  private static final String CERTAIN =
      """
      for file do
        case $(stat -L -c %F -- "$file" 2>&1) in
          *": No such file or directory" | *": Not a directory") echo "$file is not there" ;;
          "regular empty file") echo "$file is empty" ;;
        esac
      done
      """;

  private final ApplicationProcess process;
  private final Collection<Path> sent;

  /**
   * Those of that application.
   *
   * @param sent items that the other site sends
   */
  public RequiredFiles(ApplicationProcess process, Collection<Path> sent) {
    this.process = process;
    this.sent = List.copyOf(sent);
  }

  boolean any() {
    return !process.policy().requires().isEmpty();
  }

  /** One sentence for each that stands in the way of a start; empty when none does. */
  List<String> flaws() throws FailedException, IOException, InterruptedException {
    return flaws(process.policy().requires());
  }

  /** As {@link #flaws}, without those that the other site has yet to send, or has sent. */
  public List<String> flawsOfItsOwn() throws FailedException, IOException, InterruptedException {
    return flaws(process.policy().requires().stream().filter(file -> !isSent(file)).toList());
  }

  private boolean isSent(String file) {
    Path path = Path.of(file).normalize();
    return !Policy.HOST_BOUND.contains(String.valueOf(path.getFileName()))
        && sent.stream().anyMatch(item -> path.startsWith(item.normalize()));
  }

  private List<String> flaws(List<String> files)
      throws FailedException, IOException, InterruptedException {
    if (files.isEmpty()) {
      return List.of();
    }
    Optional<String> account = account();
    return look(account, files, SCRIPT, account.orElse("the agent"));
  }

  private static List<String> look(
      Optional<String> account, List<String> files, String script, String... first)
      throws FailedException, IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("/bin/sh", "-c", script, "baton"));
    words.addAll(Arrays.asList(first));
    words.addAll(files);
    Programs.Exit looked = Programs.run(Programs.as(account, words), Deadline.in(LIMIT));
    if (!looked.succeeded()) {
      throw looked.failed("the look at application.requires", 1);
    }
    return looked.output().lines().toList();
  }

  /** Of the policy; else of its unit, where it runs with the rights of that account alone. */
  private Optional<String> account() throws FailedException, IOException, InterruptedException {
    Optional<String> named = process.policy().user();
    if (named.isPresent() || process.unit().isEmpty()) {
      return named;
    }
    SystemdUnit.State unit = process.unit().get().state();
    return unit.otherRights() ? Optional.empty() : unit.user();
  }

  /**
   * Nothing was started when it throws. Only what is certainly missing or empty stops a start: it
   * may be the way back, or all that is left of two sites.
   */
  void require() throws FailedException, InterruptedException {
    List<String> flaws = certain();
    if (!flaws.isEmpty()) {
      throw new FailedException(
          "%s was not started, application.requires: %s"
              .formatted(process.policy().name(), String.join("; ", flaws)));
    }
  }

  private List<String> certain() throws InterruptedException {
    try {
      return any() ? look(Optional.empty(), process.policy().requires(), CERTAIN) : List.of();
    } catch (FailedException | IOException notSeen) {
      return List.of();
    }
  }
}
