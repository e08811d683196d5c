package dev.baton.agent.application;

import dev.baton.agent.os.Deadline;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.os.Programs;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
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

  private final ApplicationProcess process;

  public RequiredFiles(ApplicationProcess process) {
    this.process = process;
  }

  boolean any() {
    return !process.policy().requires().isEmpty();
  }

  /** One sentence for each that stands in the way of a start; empty when none does. */
  public List<String> flaws() throws FailedException, IOException, InterruptedException {
    if (!any()) {
      return List.of();
    }
    Optional<String> account = account();
    List<String> words = new ArrayList<>(List.of("/bin/sh", "-c", SCRIPT, "baton"));
    words.add(account.orElse("the agent"));
    words.addAll(process.policy().requires());
    Programs.Exit looked = Programs.run(Programs.as(account, words), Deadline.in(LIMIT));
    if (!looked.succeeded()) {
      throw looked.failed("the look at application.requires", 1);
    }
    return looked.output().lines().toList();
  }

  /** Of the policy; else of its unit. */
  private Optional<String> account() throws FailedException, IOException, InterruptedException {
    Optional<String> named = process.policy().user();
    return named.isEmpty() && process.unit().isPresent()
        ? process.unit().get().state().user()
        : named;
  }

  /** Nothing was started when it throws. */
  void require() throws FailedException, IOException, InterruptedException {
    List<String> flaws = flaws();
    if (!flaws.isEmpty()) {
      throw new FailedException(
          "%s was not started, application.requires: %s"
              .formatted(process.policy().name(), String.join("; ", flaws)));
    }
  }
}
