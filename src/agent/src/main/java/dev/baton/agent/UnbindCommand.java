package dev.baton.agent;

import dev.baton.agent.binding.AgentBinding;
import dev.baton.agent.binding.Release;
import dev.baton.agent.guard.BootGuard;
import dev.baton.agent.order.Epochs;
import dev.baton.agent.os.Deadline;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.os.Poll;
import dev.baton.agent.policy.Policy;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Releases this host from its pair by hand, for when the control plane that owns it is gone. The
 * next one that owns a pair with this host binds it again.
 */
final class UnbindCommand {

  private static final int DONE = 0;
  private static final int NOT_DONE = 1;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Policy policy;
  private final String user;
  private final Consumer<String> say;

  UnbindCommand(Policy policy, String user, Consumer<String> say) {
    this.policy = policy;
    this.user = user;
    this.say = say;
  }

  /** The exit code; a running agent is waited for. */
  int run(String reason) throws IOException, FailedException, InterruptedException {
    if (!user.equals("root")) {
      return notDone("only root may release this host; you are " + user);
    }
    Path state = policy.state();
    Optional<String> role = BootGuard.role(state);
    if (role.isEmpty() && !AgentBinding.isBound(state)) {
      return notDone(policy.host() + " is bound to nobody: there is nothing to release");
    }
    Release.request(state, reason, user);
    if (!carriedOut(state)) {
      return notDone("the agent did not release it within %d s".formatted(PATIENCE.toSeconds()));
    }
    say.accept(
        "%s is released%s: nothing holds its database and application down any more, and the next"
                .formatted(policy.host(), role.map(" (it was %s)"::formatted).orElse(""))
            + " control plane that owns a pair with it binds it again");
    return DONE;
  }

  private int notDone(String why) {
    say.accept(why);
    return NOT_DONE;
  }

  /** By the agent that runs, or here when none does. */
  private static boolean carriedOut(Path state)
      throws IOException, FailedException, InterruptedException {
    Optional<FileChannel> free = Agent.lock(state);
    if (free.isEmpty()) {
      return Poll.until(() -> !Release.pending(state), Deadline.in(PATIENCE), 100);
    }
    try (FileChannel held = free.get()) {
      return held.isOpen()
          && AgentBinding.release(
              state,
              () -> {
                Epochs.delete(state);
                BootGuard.delete(state);
              });
    }
  }
}
