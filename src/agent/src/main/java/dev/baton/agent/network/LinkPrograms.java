package dev.baton.agent.network;

import dev.baton.agent.os.Deadline;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.os.Programs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs programs on the network of this host.
 *
 * @param before words before each, such as those that enter a network namespace; usually none
 */
record LinkPrograms(List<String> before) {

  LinkPrograms {
    before = List.copyOf(before);
  }

  Programs.Exit run(Deadline deadline, List<String> words)
      throws IOException, FailedException, InterruptedException {
    return Programs.run(all(words), deadline);
  }

  Process start(ProcessBuilder.Redirect output, List<String> words) throws IOException {
    Process process = Programs.start(all(words), output);
    process.getOutputStream().close();
    return process;
  }

  private List<String> all(List<String> words) {
    List<String> all = new ArrayList<>(before);
    all.addAll(words);
    return all;
  }
}
