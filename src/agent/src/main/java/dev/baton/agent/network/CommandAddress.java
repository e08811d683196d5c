package dev.baton.agent.network;

import dev.baton.agent.os.Deadline;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.os.Programs;
import dev.baton.agent.os.UnsureException;
import dev.baton.agent.policy.Policy;
import dev.baton.protocol.EvidenceKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The pair's address where the operator's own commands move it: a DNS record, a load balancer, a
 * route that is announced, an address of a cloud.
 */
final class CommandAddress implements AddressMover {

  private final String ip;
  private final Policy.ByCommands commands;
  private final RecentSight last = new RecentSight(this::probe);

  CommandAddress(String ip, Policy.ByCommands commands) {
    this.ip = ip;
    this.commands = commands;
  }

  /** One probe tells of this host and of others, whoever is asked. */
  @Override
  public AddressSight look(LookScope asked, Deadline deadline)
      throws FailedException, IOException, InterruptedException {
    return last.renew(deadline.orIn(commands.limit()));
  }

  @Override
  public AddressSight glance() throws FailedException, IOException, InterruptedException {
    return last.recent(commands.limit());
  }

  @Override
  public void refresh() {
    last.expire();
  }

  @Override
  public String take(Deadline deadline) throws FailedException, IOException, InterruptedException {
    return move(commands.assign(), deadline, "does not hold");
  }

  @Override
  public String give(Deadline deadline) throws FailedException, IOException, InterruptedException {
    return move(commands.release(), deadline, "still holds");
  }

  /** What to say if the probe does not bear it out: one of the two is wrong then. */
  private String move(List<String> command, Deadline deadline, String instead)
      throws FailedException, IOException, InterruptedException {
    Programs.Exit exit;
    try {
      exit = run(command, deadline.orIn(commands.limit()));
    } catch (FailedException late) {
      throw new UnsureException(late.getMessage() + ": nobody knows who holds " + ip);
    }
    if (!exit.succeeded()) {
      throw exit.failed(command.getFirst(), 1);
    }
    return "%s ended with 0, but by %s this host %s %s; mend the one that is wrong and try again"
        .formatted(command.getFirst(), commands.probe().getFirst(), instead, ip);
  }

  private AddressSight probe(Deadline deadline)
      throws FailedException, IOException, InterruptedException {
    Programs.Exit exit = run(commands.probe(), deadline);
    return switch (exit.exitCode()) {
      case 0 -> sight(true, Optional.empty());
      case 3 -> sight(false, Optional.empty());
      case 4 -> sight(false, Optional.of(exit.lastLines(1)));
      default ->
          throw new FailedException(
              "%s ended with %d, so nobody knows who holds %s: %s"
                  .formatted(commands.probe().getFirst(), exit.exitCode(), ip, exit.lastLines(1)));
    };
  }

  private AddressSight sight(boolean held, Optional<String> other) {
    return new AddressSight(
        Map.of(
            EvidenceKey.ADDRESS.wireName(),
            ip,
            EvidenceKey.HELD.wireName(),
            Boolean.toString(held)),
        held,
        other);
  }

  private Programs.Exit run(List<String> command, Deadline deadline)
      throws FailedException, IOException, InterruptedException {
    List<String> words = new ArrayList<>(command);
    words.add(ip);
    return Programs.run(words, deadline);
  }
}
