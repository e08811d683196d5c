package dev.baton.agent;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import org.jspecify.annotations.Nullable;

/**
 * One agent, from its policy to its open port. Starting it changes nothing on the host, but for
 * what its {@link Guard} holds down after a boot.
 */
final class Agent implements AutoCloseable {

  private final FileChannel lock;
  private final Parts parts;
  private final Runner runner;
  private final Observer observer;
  private final Enforcement enforcement;
  private final AgentServer server;

  private Agent(
      FileChannel lock,
      Parts parts,
      Runner runner,
      Observer observer,
      Enforcement enforcement,
      AgentServer server) {
    this.lock = lock;
    this.parts = parts;
    this.runner = runner;
    this.observer = observer;
    this.enforcement = enforcement;
    this.server = server;
  }

  static Agent start(Policy policy) throws IOException, GeneralSecurityException {
    Files.createDirectories(policy.state());
    FileChannel lock = lock(policy.state());
    AgentTls tls = new AgentTls(policy);
    Boot boot = Boot.current();
    Parts parts = new Parts(policy);
    Guard guard = new Guard(policy.state(), policy.guardTimeout(), boot);
    Observer observer = new Observer(policy, parts, boot, guard);
    Epochs epochs = new Epochs(policy.state());
    Journal journal = new Journal(policy.state());
    journal.requests().forEach(request -> epochs.recall(request.announcement()));
    Runner runner =
        new Runner(new Actions(policy, parts, tls), journal, boot, guard, observer::refresh);
    runner.settle();
    Gate gate = new Gate(parts, boot, epochs, guard, journal, runner);
    Enforcement enforcement =
        new Enforcement(guard, policy, parts, runner::runningOn, observer::refresh);
    Routes routes = new Routes(policy, tls, boot, parts, epochs, journal, gate, observer);
    AgentServer server = new AgentServer(policy, tls, routes);
    observer.start();
    enforcement.start();
    server.start();
    return new Agent(lock, parts, runner, observer, enforcement, server);
  }

  /** Two agents on one state folder would each believe in epochs the other has ended. */
  private static FileChannel lock(Path state) throws IOException {
    FileChannel channel =
        FileChannel.open(
            state.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    @Nullable FileLock lock = channel.tryLock();
    if (lock == null) {
      channel.close();
      throw new IOException("another agent works in " + state);
    }
    return channel;
  }

  int port() {
    return server.port();
  }

  @Override
  public void close() throws IOException {
    server.close();
    enforcement.close();
    runner.close();
    observer.close();
    parts.close();
    lock.close();
  }
}
