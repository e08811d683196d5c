package dev.baton.agent.postgres;

import dev.baton.agent.action.ActionContext;
import dev.baton.agent.os.Deadline;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.os.ProcessStat;
import dev.baton.agent.os.Programs;
import dev.baton.agent.os.SystemdUnit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Proves that this agent could start the server as it runs now, before anybody lets it stop it: by
 * the very command line, by the files that the configuration names, and by what the running server
 * was started with. Touches nothing.
 */
public final class PostgresStartCheck {

  /** Said by the command line of every start; compared as files and not as words. */
  private static final Set<String> PLACES = Set.of("data_directory", "config_file");

  // A setting that waits for a restart is no error: the start will take it.
  private static final String ERRORS =
      """
      select coalesce(string_agg(concat_ws(' ', sourcefile || ':' || sourceline, name, error), '; '),
        '') from pg_file_settings
      where error is not null and error <> 'setting could not be applied'\
      """;

  private static final String HBA_ERRORS =
      """
      select coalesce(string_agg(concat_ws(' ', current_setting('hba_file') || ':' || line_number,
        error), '; '), '') from pg_hba_file_rules where error is not null\
      """;

  private final PostgresServer server;
  private final OfflineSettings files;

  public PostgresStartCheck(PostgresServer server) {
    this.server = server;
    this.files = new OfflineSettings(server);
  }

  /**
   * Looks; answers what a start as a standby would bring into force.
   *
   * @throws FailedException with what stands in the way of a start, and what to do about it
   */
  public Map<String, String> run(ActionContext actionContext)
      throws FailedException, IOException, InterruptedException {
    require(actionContext.deadline());
    return new StandbySettings(server).facts(actionContext.deadline());
  }

  /** As {@link #run}, for the command line. */
  public void require(Deadline deadline) throws FailedException, IOException, InterruptedException {
    Optional<Postmaster> running = server.postmaster();
    if (server.unit().isPresent()) {
      requireUnit(server.unit().get(), running);
    }
    // First, because programs of another version would find fault with its settings.
    MajorVersion.requireThatOfData(server, deadline);
    requireConfiguration(running, deadline);
    if (running.isPresent()) {
      if (server.unit().isEmpty()) {
        requireSameOptions(running.get().pid());
      }
      requireSameFile(deadline);
      requireNoError(ERRORS, deadline);
      requireNoError(HBA_ERRORS, deadline);
    }
  }

  private static void requireUnit(SystemdUnit unit, Optional<Postmaster> running)
      throws FailedException, IOException, InterruptedException {
    SystemdUnit.State unused = unit.requireLoaded("postgres.unit");
    if (running.isPresent() && !ProcessStat.belongsTo(running.get().pid(), unit.name())) {
      throw new FailedException(
          "it runs outside %s, which could neither stop nor start it; stop it by hand and start it by systemctl start %s"
              .formatted(unit.name(), unit.name()));
    }
  }

  private void requireConfiguration(Optional<Postmaster> running, Deadline deadline)
      throws FailedException, IOException, InterruptedException {
    Path data;
    try {
      data = files.path("data_directory", deadline);
    } catch (FailedException e) {
      throw running.isPresent() && server.configFile().isEmpty() ? elsewhere(e, deadline) : e;
    }
    if (!sameFile(data, server.data())) {
      throw new FailedException(
          "its configuration %s is that of another data folder, %s; postgres.data is %s"
              .formatted(ours(), data, server.data()));
    }
    requireReadable("hba_file", deadline);
    if (files.get("ssl", deadline).equals("on")) {
      requireReadable("ssl_cert_file", deadline);
      requireReadable("ssl_key_file", deadline);
    }
  }

  /** The likeliest cause has a remedy of its own: the configuration is outside, and unnamed. */
  private FailedException elsewhere(FailedException cause, Deadline deadline)
      throws FailedException, InterruptedException {
    Path file = running(deadline).config();
    return sameParent(file)
        ? cause
        : new FailedException(
            "it runs with %s; write postgres.config=%s into the policy of this host (%s)"
                .formatted(file, file, cause.getMessage()));
  }

  private boolean sameParent(Path file) {
    return sameFile(Path.of(String.valueOf(file.getParent())), server.data());
  }

  private ConfigurationFiles running(Deadline deadline)
      throws FailedException, InterruptedException {
    return ConfigurationFiles.of(server.session(), deadline.left());
  }

  private void requireReadable(String name, Deadline deadline)
      throws FailedException, IOException, InterruptedException {
    Path file = files.path(name, deadline);
    List<String> test = List.of("/usr/bin/test", "-r", file.toString());
    if (!Programs.run(Programs.as(server.account(), test), deadline).succeeded()) {
      throw new FailedException(
          "it would not start: %s names %s, and its account %s cannot read that"
              .formatted(name, file, server.policy().user()));
    }
  }

  private void requireSameFile(Deadline deadline) throws FailedException, InterruptedException {
    Path used = running(deadline).config();
    if (!sameFile(used, ours())) {
      throw new FailedException(
          "it runs with %s and would be started with %s; correct postgres.config in the policy of this host"
              .formatted(used, ours()));
    }
  }

  /** The file that {@link PostgresServer#places} leads to. */
  private Path ours() {
    return server.configFile().orElse(server.data().resolve("postgresql.conf"));
  }

  /** What somebody gave the running server by hand would be gone after a start by this agent. */
  private void requireSameOptions(long pid) throws FailedException {
    List<String> others = new ArrayList<>();
    List<String> words = ProcessStat.words(pid);
    for (int i = 1; i < words.size(); i++) {
      String word = words.get(i);
      boolean takesNext = word.matches("-[cDpkhNB]") && i + 1 < words.size();
      String option = takesNext ? word + " " + words.get(++i) : word;
      if (!place(option)) {
        others.add(option);
      }
    }
    if (!others.isEmpty()) {
      throw new FailedException(
          "it was started with %s, which a start by this agent would not give; write that into its configuration"
              .formatted(String.join(" ", others)));
    }
  }

  private static boolean place(String option) {
    return option.startsWith("-D")
        || Arrays.stream(option.replaceFirst("^(-c ?|--)", "").split("=", 2))
            .limit(1)
            .map(name -> name.replace('-', '_'))
            .anyMatch(PLACES::contains);
  }

  private void requireNoError(String sql, Deadline deadline)
      throws FailedException, InterruptedException {
    String errors = server.session().query(sql, deadline.left());
    if (!errors.isEmpty()) {
      throw new FailedException("its configuration has errors: " + errors);
    }
  }

  private static boolean sameFile(Path a, Path b) {
    try {
      return Files.isSameFile(a, b);
    } catch (IOException absent) {
      return a.equals(b);
    }
  }
}
